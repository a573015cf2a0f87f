-- Stores by sales of a period, with the period before.
SELECT f.store_id AS store_id, if(any(s.name) = '', f.store_id, any(s.name)) AS name, any(s.city) AS city,
       sumIf(f.amount, f.business_day >= {from:Date}) AS amount, sumIf(f.amount, f.business_day < {from:Date}) AS before_amount,
       toUInt64(sumIf(f.orders, f.business_day >= {from:Date})) AS orders
FROM fact_store AS f
LEFT JOIN (SELECT store_id, name, city FROM store FINAL) AS s ON s.store_id = f.store_id
WHERE f.business_day BETWEEN {before:Date} AND {to:Date}
GROUP BY store_id
HAVING amount > 0
ORDER BY amount DESC, store_id
LIMIT 10
