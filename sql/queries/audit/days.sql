-- The business days of events and facts with their rows, to cut spans of bounded work.
SELECT day, toUInt64(sum(n)) AS rows
FROM
(
    SELECT business_day AS day, count() AS n FROM click GROUP BY day
    UNION ALL
    SELECT business_day, count() FROM order_event GROUP BY business_day
    UNION ALL
    SELECT business_day, count() FROM share GROUP BY business_day
    UNION ALL
    SELECT business_day, count() FROM fact_order_line GROUP BY business_day
    UNION ALL
    SELECT business_day, count() FROM fact_click GROUP BY business_day
    UNION ALL
    SELECT business_day, count() FROM fact_share GROUP BY business_day
    UNION ALL
    SELECT business_day, count() FROM fact_store GROUP BY business_day
    UNION ALL
    SELECT business_day, count() FROM fact_demand GROUP BY business_day
)
WHERE day BETWEEN {from:Date} AND {to:Date}
GROUP BY day
ORDER BY day
