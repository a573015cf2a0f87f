-- Orders by weekday (Monday is 1) and local hour.
SELECT toUInt8(toDayOfWeek(business_day)) AS weekday, hour, uniqExact(order_id) AS orders
FROM fact_order_line
WHERE business_day BETWEEN {from:Date} AND {to:Date} AND sold = 1
GROUP BY weekday, hour
ORDER BY weekday, hour
