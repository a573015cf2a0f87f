-- Orders per user and local hour in the window.
SELECT user_id, hour, uniqExact(order_id) AS orders
FROM fact_order_line
WHERE sold AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
GROUP BY user_id, hour
ORDER BY user_id, hour
