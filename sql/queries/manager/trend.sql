-- Sales and orders by day of the order.
-- include manager/board.part
-- reads days: from..to, before..before_to
SELECT f.day AS day, sum(f.amount) AS amount, sum(f.orders) AS orders
FROM board AS f
WHERE f.store_days > 0
GROUP BY day
ORDER BY day
