-- Days of the first purchases of some people.
SELECT user_id, min(business_day) AS day
FROM fact_order_line
WHERE sold AND user_id IN {users:Array(String)}
GROUP BY user_id
