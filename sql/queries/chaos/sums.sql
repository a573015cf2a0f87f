-- The daily facts that are sums, by day and store.
SELECT day, store_id, what, sum(value) AS value FROM
(
    SELECT toString(business_day) AS day, store_id, 'clicks' AS what, toInt64(clicks) AS value FROM fact_click
    UNION ALL SELECT toString(business_day), store_id, 'shares', toInt64(shares) FROM fact_share
    UNION ALL SELECT toString(business_day), store_id, 'share clicks', toInt64(clicks) FROM fact_share
    UNION ALL SELECT toString(business_day), store_id, 'share sales', amount FROM fact_share
    UNION ALL SELECT toString(business_day), store_id, 'orders', toInt64(orders) FROM fact_store
    UNION ALL SELECT toString(business_day), store_id, 'sales', amount FROM fact_store
)
GROUP BY day, store_id, what
HAVING value != 0
