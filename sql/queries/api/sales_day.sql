-- The chain by day.
SELECT *
FROM v_sales_day
WHERE day BETWEEN {from:Date} AND {to:Date}
ORDER BY day
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
