-- Every store with its orders in the window, also those without any.
SELECT s.store_id AS store_id, toInt64(sum(f.orders)) AS orders
FROM (SELECT store_id FROM store FINAL UNION DISTINCT SELECT toString(store_id) FROM fact_store) AS s
LEFT JOIN (SELECT toString(store_id) AS store_id, orders FROM fact_store WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}) AS f ON f.store_id = s.store_id
GROUP BY s.store_id
ORDER BY store_id
