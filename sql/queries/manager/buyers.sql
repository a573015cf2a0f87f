-- Different buyers of a period (current = 1) and of the one before.
SELECT toUInt8(business_day >= {from:Date}) AS current, uniqExact(user_id) AS buyers
FROM fact_order_line
WHERE business_day BETWEEN {before:Date} AND {to:Date} AND sold = 1
GROUP BY current
ORDER BY current
