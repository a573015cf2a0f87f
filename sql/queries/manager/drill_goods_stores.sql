-- Sales of a category or product by city or by store ({by}), by the day of the order, with the period compared.
SELECT *, sum(amount) OVER () AS total
FROM
(
    SELECT if({by:String} = 'city', s.city, f.store_id) AS id, if({by:String} = 'city', any(s.city), any(s.name)) AS name, '' AS name_en, if({by:String} = 'city', '', any(s.city)) AS note,
           sumIf(f.amount, f.business_day >= {from:Date}) AS amount, sumIf(f.amount, f.business_day < {from:Date}) AS before_amount,
           uniqExactIf(cityHash64(f.order_id), f.business_day >= {from:Date}) AS orders, toFloat64(sumIf(f.quantity, f.business_day >= {from:Date})) AS units,
           toInt64(0) AS waste, uniqExactIf(f.store_id, f.business_day >= {from:Date}) AS stores
    FROM fact_order_line AS f
    LEFT JOIN (SELECT store_id, name, city FROM store FINAL) AS s ON s.store_id = f.store_id
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.sold = 1
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
    GROUP BY id
)
ORDER BY amount DESC, id
LIMIT {rows:UInt32}
