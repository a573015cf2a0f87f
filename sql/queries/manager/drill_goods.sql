-- Sales by category or by product ({by}), by the day of the order, with the period compared.
SELECT d.id AS id, if({by:String} = 'category', c.name, p.name) AS name, if({by:String} = 'category', c.name_en, p.name_en) AS name_en, if({by:String} = 'category', '', p.category) AS note,
       d.amount AS amount, d.before_amount AS before_amount, d.orders AS orders, d.units AS units, toInt64(0) AS waste, d.stores AS stores, d.total AS total
FROM
(
    SELECT *, sum(amount) OVER () AS total
    FROM
    (
        SELECT if({by:String} = 'category', f.category, f.product_id) AS id, sumIf(f.amount, f.business_day >= {from:Date}) AS amount, sumIf(f.amount, f.business_day < {from:Date}) AS before_amount,
               uniqExactIf(cityHash64(f.order_id), f.business_day >= {from:Date}) AS orders, toFloat64(sumIf(f.quantity, f.business_day >= {from:Date})) AS units,
               uniqExactIf(f.store_id, f.business_day >= {from:Date}) AS stores
        FROM fact_order_line AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.sold = 1
          AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
        GROUP BY id
    )
    ORDER BY amount DESC, id
    LIMIT {rows:UInt32}
) AS d
LEFT JOIN (SELECT product_id, name, name_en, category FROM product FINAL) AS p ON p.product_id = d.id
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = d.id
ORDER BY amount DESC, id
