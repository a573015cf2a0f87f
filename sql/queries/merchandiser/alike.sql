-- The products nearest in price to a new one of a category.
SELECT product_id, if(name = '', product_id, name) AS name, name_en, price
FROM product FINAL
WHERE category = {category:String} AND price BETWEEN {price:Int64} / 2.5 AND {price:Int64} * 2.5 AND price > 0 AND product_id IN
      (SELECT o.product_id FROM fact_offer AS o WHERE o.category = {category:String} AND o.block BETWEEN intDiv(toInt32({day:Date}) - 179, 64) AND intDiv(toInt32({day:Date}), 64)
         AND bitAnd(bitShiftRight(o.ordered, toUInt8(greatest(toInt32({day:Date}) - 179 - o.block * 64, 0))), bitShiftRight(18446744073709551615, toUInt8(63 - (least(toInt32({day:Date}) - o.block * 64, 63) - greatest(toInt32({day:Date}) - 179 - o.block * 64, 0))))) != 0)
ORDER BY abs(log(price / {price:Int64})), product_id
LIMIT 12
