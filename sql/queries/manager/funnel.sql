-- From impression to pickup: clicks by action and orders by what became of them, of a period (current = 1) and of the one compared, of
-- stores. Clicks add up the projection day_action.
-- reads days: from..to, before..before_to
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
    SELECT toUInt8(f.business_day >= {from:Date}) AS current, toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(sum(f.placed)), toUInt64(sum(f.orders)), toUInt64(sum(f.fetched))
    FROM fact_hour AS f
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
    GROUP BY current
)
GROUP BY current
ORDER BY current
