-- From impression to pickup: clicks by action and orders by what became of them, of a period (current = 1) and of the one compared, of stores.
-- Clicks come from the projection day_action. Orders are known by a hash, for two of them alike in 10^8 the odds are one in thousands.
SELECT current, sum(impressions) AS impressions, sum(views) AS views, sum(carts) AS carts, sum(orders) AS orders, sum(sold) AS sold, sum(picked_up) AS picked_up
FROM
(
    SELECT toUInt8(day >= {from:Date}) AS current, sumIf(n, action = 'impression') AS impressions, sumIf(n, action = 'view') AS views, sumIf(n, action = 'add_to_cart') AS carts,
           toUInt64(0) AS orders, toUInt64(0) AS sold, toUInt64(0) AS picked_up
    FROM
    (
        SELECT f.business_day AS day, f.store_id AS store, f.action AS action, sum(f.clicks) AS n
        FROM fact_click AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
          AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
        GROUP BY day, store, action
    )
    GROUP BY current
    UNION ALL
    SELECT current, toUInt64(0), toUInt64(0), toUInt64(0), count(), countIf(was_sold), countIf(was_fetched)
    FROM
    (
        SELECT cityHash64(f.order_id) AS o, toUInt8(any(f.business_day) >= {from:Date}) AS current, max(f.sold) = 1 AS was_sold, max(f.status = 'picked_up') = 1 AS was_fetched
        FROM fact_order_line AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
          AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
        GROUP BY o
    )
    GROUP BY current
)
GROUP BY current
ORDER BY current
