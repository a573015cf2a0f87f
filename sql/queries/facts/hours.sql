-- Orders of some business days by store and local hour, from their lines.
SELECT business_day, store_id, hour, toUInt32(count()) AS placed, toUInt32(countIf(was_sold)) AS orders, toUInt32(countIf(was_fetched)) AS fetched
FROM
(
    SELECT business_day, any(l.store_id) AS store_id, any(l.hour) AS hour, max(l.sold) AS was_sold, max(l.status = 'picked_up') AS was_fetched
    FROM fact_order_line AS l
    WHERE business_day BETWEEN {from:Date} AND {to:Date}
    GROUP BY business_day, order_hash
)
GROUP BY business_day, store_id, hour
