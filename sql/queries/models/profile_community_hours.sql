-- Orders per community and local hour in the window.
SELECT toString(community_id) AS community_id, hour, uniqExact(order_id) AS orders
FROM fact_order_line
WHERE sold AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
GROUP BY community_id, hour
ORDER BY community_id, hour
