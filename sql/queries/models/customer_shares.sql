-- What a slice of the users shared in the window, and what came of it (last touch, their own orders left out).
SELECT user_id, sum(shares) AS shares, sum(clicks) AS clicks, sum(orders) AS orders
FROM fact_share
WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND cityHash64(user_id) % {slices:UInt32} = {slice:UInt32}
GROUP BY user_id
ORDER BY user_id
