-- Sales by category, by the day of the order, with the period compared.
-- reads days: from..to, before..before_to
SELECT d.id AS id, c.name AS name, c.name_en AS name_en, '' AS note, d.amount AS amount, d.before_amount AS before_amount, d.orders AS orders, d.units AS units, toInt64(0) AS waste, d.stores AS stores, d.total AS total
FROM
(
    SELECT *, sum(amount) OVER () AS total
    FROM
    (
        SELECT f.category AS id, sumIf(f.amount, f.business_day >= {from:Date}) AS amount, sumIf(f.amount, f.business_day < {from:Date}) AS before_amount,
               toUInt64(sumIf(f.orders, f.business_day >= {from:Date})) AS orders, sumIf(f.units, f.business_day >= {from:Date}) AS units,
               uniqExactIf(f.store_id, f.business_day >= {from:Date}) AS stores
        FROM fact_goods AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.orders > 0
          AND f.product_id = {product:String} AND ({category:String} = '' OR f.category = {category:String})
          AND ({store:String} = '' OR f.store_id = {store:String})
          AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
        GROUP BY id
    )
    ORDER BY amount DESC, id
    LIMIT {rows:UInt32}
) AS d
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = d.id
ORDER BY amount DESC, id
