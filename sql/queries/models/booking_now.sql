-- The coming days of each store and product, today included while it runs: the newest forecast, and what is booked at {now}. lead is
-- hours before the store's cutoff of the evening before the day, as in booking_history; {now} after the close counts as the close.
-- Goods that are booked and were not forecast get rows too.
WITH
    (SELECT max(as_of) FROM forecast WHERE as_of BETWEEN {day:Date} - 2 AND {day:Date}) AS origin,
    booked AS
    (
        SELECT store_id, product_id, needed, sum(units) AS units, max(promoted) AS promoted
        FROM
        (
            SELECT store_id, product_id, if(pickup_date > business_day AND pickup_date <= business_day + 60, pickup_date, business_day) AS needed,
                toFloat64(quantity) AS units, campaign_id != '' AS promoted
            FROM fact_order_line
            WHERE sold AND quantity > 0 AND category != 'service' AND business_day BETWEEN {day:Date} - 60 AND {day:Date}
                AND needed BETWEEN {day:Date} AND {day:Date} + {ahead:UInt8}
        )
        GROUP BY store_id, product_id, needed
    ),
    given AS
    (
        SELECT store_id, product_id, day, mean, pow((q95 - q05) / 3.2897, 2) AS variance
        FROM forecast
        WHERE as_of = origin AND day BETWEEN {day:Date} AND {day:Date} + {ahead:UInt8}
        UNION ALL
        SELECT b.store_id, b.product_id, {day:Date} + arrayJoin(range(0, {ahead:UInt8} + 1)), 0., nan
        FROM (SELECT DISTINCT store_id, product_id FROM booked) AS b
        WHERE (b.store_id, b.product_id) NOT IN (SELECT store_id, product_id FROM forecast WHERE as_of = origin)
    ),
    clock AS
    (
        -- hours of the day that have passed where the store is
        SELECT store_id, toInt32(cutoff_hour) AS cutoff,
            least(24, greatest(0, dateDiff('hour', toDateTime({day:Date}, 'UTC'), toDateTime(formatDateTime(toDateTime({now:DateTime64(3)}), '%F %T', if(timezone = '', 'UTC', timezone)), 'UTC')))) AS passed
        FROM store FINAL
    )
SELECT toString(g.store_id) AS store_id, toString(g.product_id) AS product_id, toString(p.category) AS category, if(b.promoted, 'campaign', '') AS promotion,
    g.day AS day, g.mean AS mean, g.variance AS variance, b.units AS booked,
    toInt64(24 * toInt32(g.day - {day:Date} - 1) + if(c.store_id = '', 23, c.cutoff) - if(c.store_id = '', 24, c.passed)) AS lead
FROM given AS g
LEFT JOIN booked AS b ON b.store_id = g.store_id AND b.product_id = g.product_id AND b.needed = g.day
LEFT JOIN clock AS c ON c.store_id = g.store_id
LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = g.product_id
WHERE g.day > {day:Date} OR if(c.store_id = '', 24, c.passed) < 24
ORDER BY store_id, product_id, day
