-- Sales by product, by the day of the order, with the period compared. Of some stores, by the projection stores; how
-- many of them sold a product is counted by its days in fact_offer.
-- reads days: from..to, before..before_to
WITH
    greatest(toInt32({from:Date}) - block * 64, 0) AS first,
    least(toInt32({to:Date}) - block * 64, 63) AS last
SELECT d.id AS id, p.name AS name, p.name_en AS name_en, p.category AS note, d.amount AS amount, d.before_amount AS before_amount, d.orders AS orders, d.units AS units, toInt64(0) AS waste,
       o.stores AS stores, d.total AS total
FROM
(
    SELECT *, sum(amount) OVER () AS total
    FROM
    (
        SELECT f.product_id AS id, sumIf(f.amount, f.business_day >= {from:Date}) AS amount, sumIf(f.amount, f.business_day < {from:Date}) AS before_amount,
               toUInt64(sumIf(f.orders, f.business_day >= {from:Date})) AS orders, sumIf(f.units, f.business_day >= {from:Date}) AS units
        FROM fact_goods AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.product_id != '' AND f.orders > 0
          AND ({store:String} = '' OR f.store_id = {store:String})
          AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
          AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
        GROUP BY id
    )
    ORDER BY amount DESC, id
    LIMIT {rows:UInt32}
) AS d
LEFT JOIN
(
    SELECT f.product_id AS product_id, uniqExact(f.store_id) AS stores
    FROM fact_offer AS f
    WHERE f.block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64) AND bitAnd(bitShiftRight(f.ordered, toUInt8(first)), bitShiftRight(18446744073709551615, toUInt8(63 - (last - first)))) != 0
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({product:String} = '' OR f.product_id = {product:String})
    GROUP BY product_id
) AS o ON o.product_id = d.id
LEFT JOIN (SELECT product_id, name, name_en, category FROM product FINAL) AS p ON p.product_id = d.id
ORDER BY amount DESC, id
