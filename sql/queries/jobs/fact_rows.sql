-- Rows of all daily facts per day.
SELECT toDate(partition) AS day, sum(rows) AS seen
FROM system.parts
WHERE database = currentDatabase() AND active
    AND table IN ('fact_order_line', 'fact_click', 'fact_share', 'fact_demand', 'fact_store')
    AND partition BETWEEN toString({from:Date}) AND toString({to:Date})
GROUP BY day
