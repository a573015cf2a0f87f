-- What the order sheet needs to know per store and product, beside the forecast: stock, bookings, pack, price, life.
WITH
    goods AS (SELECT * FROM product FINAL WHERE category != 'service'),
    last_count AS
    (
        SELECT store_id, product_id, argMax(quantity, event_time) AS counted, max(event_time) AS counted_at
        FROM stock FINAL
        WHERE kind = 'count' AND business_day <= {day:Date}
        GROUP BY store_id, product_id
    ),
    moved AS
    (
        SELECT s.store_id AS store_id, s.product_id AS product_id,
            sum(multiIf(kind IN ('receipt', 'transfer'), toFloat64(quantity), kind = 'waste', -toFloat64(quantity), 0)) AS units
        FROM stock AS s FINAL
        INNER JOIN last_count AS c ON c.store_id = s.store_id AND c.product_id = s.product_id
        WHERE s.event_time > c.counted_at AND s.business_day <= {day:Date}
        GROUP BY store_id, product_id
    ),
    booked AS
    (
        SELECT store_id, product_id, sum(toFloat64(quantity)) AS units
        FROM fact_order_line
        WHERE sold AND status IN ('paid', 'ready') AND business_day <= {day:Date} AND business_day > {day:Date} - 14
            AND pickup_date > {day:Date} AND pickup_date <= {day:Date} + {cover:UInt8}
        GROUP BY store_id, product_id
    ),
    usual AS
    (
        SELECT store_id, product_id, sum(quantity) / 28 AS per_day
        FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28
        GROUP BY store_id, product_id
    )
SELECT
    toString(f.store_id) AS store_id, toString(f.product_id) AS product_id,
    f.horizon AS horizon, f.mean AS mean, f.q05 AS q05, f.q10 AS q10, f.q25 AS q25, f.q50 AS q50, f.q75 AS q75, f.q90 AS q90, f.q95 AS q95,
    u.per_day AS usual_per_day,
    b.units AS booked,
    greatest(0., toFloat64(c.counted) + m.units) AS on_hand,
    toFloat64(g.pack_size) AS pack_size, toInt64(g.shelf_life_days) AS shelf_life_days, g.price AS price_fen, g.cost AS cost_fen,
    toInt64(g.lead_time_days) AS lead_time_days, toString(g.unit) AS unit
FROM forecast AS f
INNER JOIN goods AS g ON g.product_id = f.product_id
LEFT JOIN usual AS u ON u.store_id = f.store_id AND u.product_id = f.product_id
LEFT JOIN booked AS b ON b.store_id = f.store_id AND b.product_id = f.product_id
LEFT JOIN last_count AS c ON c.store_id = f.store_id AND c.product_id = f.product_id
LEFT JOIN moved AS m ON m.store_id = f.store_id AND m.product_id = f.product_id
WHERE f.as_of = {day:Date}
ORDER BY store_id, product_id, horizon
