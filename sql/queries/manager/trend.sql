-- Sales and orders of the chain by day.
SELECT f.business_day AS day, sum(f.amount) AS amount, toUInt64(sum(f.orders)) AS orders
FROM fact_store AS f
WHERE f.business_day BETWEEN {before:Date} AND {to:Date}
GROUP BY day
ORDER BY day
