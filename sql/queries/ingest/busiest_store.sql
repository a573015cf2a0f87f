-- The store with the most sales, for the demo's owner.
SELECT s.store_id AS store_id, s.name AS name
FROM (SELECT store_id, name FROM store FINAL) AS s
LEFT JOIN (SELECT store_id, sum(amount) AS amount FROM fact_store GROUP BY store_id) AS f ON f.store_id = s.store_id
ORDER BY f.amount DESC, store_id
LIMIT 1
