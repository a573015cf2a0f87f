-- Products by sales of a period, with the period before.
SELECT d.product_id AS product_id, if(p.name = '', d.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit,
       d.amount AS amount, d.before_amount AS before_amount, d.units AS units, d.stores AS stores
FROM
(
    SELECT t.product_id AS product_id, sumIf(t.amount, t.business_day >= {from:Date}) AS amount, sumIf(t.amount, t.business_day < {from:Date}) AS before_amount,
           sumIf(t.quantity, t.business_day >= {from:Date}) AS units,
           uniqExactIf(t.store_id, t.business_day >= {from:Date} AND t.quantity > 0) AS stores
    FROM fact_demand AS t
    WHERE t.business_day BETWEEN {before:Date} AND {to:Date}
    GROUP BY product_id
    HAVING amount > 0
    ORDER BY amount DESC, product_id
    LIMIT 10
) AS d
LEFT JOIN (SELECT product_id, name, name_en, unit FROM product FINAL) AS p ON p.product_id = d.product_id
ORDER BY amount DESC, product_id
