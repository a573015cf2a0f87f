-- Units wanted per store, product and day, with the share of the selling hours (6 to 22) sold out and what was thrown away.
-- The day is the one for which the goods must be there: the pickup day of presale, at most 60 days ahead, else the day of the order.
-- Days with orders in a store win over imported history of the same store and day.
WITH
    sold AS
    (
        SELECT if(pickup_date > l.business_day AND pickup_date <= l.business_day + 60, pickup_date, l.business_day) AS day, store_id, product_id, toFloat64(sum(quantity)) AS units,
            uniqExact(user_id) AS buyers, uniqExact(order_id) AS orders, sum(l.amount) AS amount, sum(l.cost) AS cost,
            max(campaign_id != '' OR discount > 0) AS promoted
        FROM fact_order_line AS l
        -- older partitions need not be read
        WHERE l.business_day BETWEEN {from:Date} - 60 AND {to:Date} AND sold AND day BETWEEN {from:Date} AND {to:Date}
        GROUP BY day, store_id, product_id
    ),
    moved AS
    (
        SELECT business_day, store_id, product_id,
            toFloat64(sumIf(quantity, kind = 'waste')) AS waste,
            toFloat64(sumIf(quantity * unit_cost, kind = 'waste')) AS waste_cost,
            -- hours from the last sold_out to the next receipt of the day, or to closing
            maxIf(event_time, kind = 'sold_out') AS out_at,
            minIf(event_time, kind = 'receipt') AS first_receipt,
            maxIf(event_time, kind = 'receipt') AS last_receipt,
            any(s.timezone) AS zone
        FROM stock FINAL
        LEFT JOIN (SELECT store_id, timezone FROM store FINAL) AS s USING (store_id)
        WHERE business_day BETWEEN {from:Date} AND {to:Date} AND kind IN ('waste', 'sold_out', 'receipt')
        GROUP BY business_day, store_id, product_id
    ),
    out AS
    (
        SELECT business_day, store_id, product_id, waste, waste_cost,
            toDateTime(business_day, 'UTC') AS midnight,
            -- local seconds of the day at which the shelf went empty and was filled again
            if(out_at = toDateTime64(0, 3), 86400, dateDiff('second', midnight, toDateTime(formatDateTime(toDateTime(out_at), '%F %T', if(zone = '', 'UTC', zone)), 'UTC'))) AS empty_from,
            if(last_receipt <= out_at, 86400, dateDiff('second', midnight, toDateTime(formatDateTime(toDateTime(last_receipt), '%F %T', if(zone = '', 'UTC', zone)), 'UTC'))) AS empty_to,
            greatest(0, least(empty_to, 79200) - greatest(empty_from, 21600)) / 57600 AS stockout
        FROM moved
    ),
    past AS
    (
        SELECT business_day, store_id, product_id, quantity, stockout, revenue
        FROM sales_history FINAL
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
            AND (store_id, business_day) NOT IN (SELECT DISTINCT store_id, day FROM sold)
    ),
    all_rows AS
    (
        SELECT day AS business_day, store_id, product_id, units, buyers, orders, amount, cost, promoted, 0. AS stockout, 0. AS waste, 0. AS waste_cost FROM sold
        UNION ALL
        SELECT business_day, store_id, product_id, 0, 0, 0, 0, 0, 0, stockout, waste, waste_cost FROM out WHERE stockout > 0 OR waste > 0
        UNION ALL
        SELECT business_day, store_id, product_id, quantity, 0, 0, revenue, 0, 0, stockout, 0, 0 FROM past
    )
SELECT
    business_day, store_id, product_id,
    any(p.category) AS category,
    sum(units) AS quantity,
    toUInt32(sum(buyers)) AS buyers,
    toUInt32(sum(orders)) AS orders,
    sum(r.amount) AS amount,
    sum(r.cost) AS cost,
    toUInt8(max(promoted)) AS promoted,
    max(r.stockout) AS stockout,
    sum(r.waste) AS waste,
    toInt64(round(sum(r.waste_cost))) AS waste_cost
FROM all_rows AS r
LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = r.product_id
GROUP BY business_day, store_id, product_id
