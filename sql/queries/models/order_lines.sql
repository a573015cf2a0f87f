-- What the order sheet of a day needs per store and product: the forecast of the day that the delivery serves (lead time days
-- later), bookings for it, pack, price, and what will be left for it: the last count (taken at closing) and what came since, less
-- what is promised up to and on the day itself, less what the day is still expected to sell over the counter, less what the days
-- before the delivery will take. Goods that do not spoil get ten years. Under way is what the sheets of the days before advised and has not come yet.
WITH
    (SELECT max(as_of) FROM forecast WHERE as_of BETWEEN {day:Date} - 2 AND {day:Date}) AS origin,
    -- the forecast reaches a week ahead, from yesterday while a day is open: a longer lead time is taken as six days
    goods AS (SELECT *, {day:Date} + greatest(1, least(lead_time_days, 6)) AS serves FROM product FINAL WHERE category != 'service'),
    last_count AS
    (
        SELECT store_id, product_id, argMax(quantity, event_time) AS counted, max(event_time) AS counted_at, argMax(business_day, event_time) AS counted_day
        FROM stock FINAL
        WHERE kind = 'count' AND business_day <= {day:Date}
        GROUP BY store_id, product_id
    ),
    moved AS
    (
        SELECT s.store_id AS store_id, s.product_id AS product_id,
            toFloat64(sum(multiIf(kind IN ('receipt', 'transfer'), quantity, kind = 'waste', -quantity, toDecimal64(0, 3)))) AS units
        FROM stock AS s FINAL
        INNER JOIN last_count AS c ON c.store_id = s.store_id AND c.product_id = s.product_id
        WHERE s.event_time > c.counted_at AND s.business_day <= {day:Date}
        GROUP BY store_id, product_id
    ),
    wanted AS
    (
        SELECT l.store_id AS store_id, l.product_id AS product_id, if(pickup_date > toDate(0), pickup_date, l.business_day) AS needed,
            -- the goods of open orders still lie in the shop when it is counted
            toFloat64(sumIf(quantity, needed = g.serves)) AS booked,
            toFloat64(sumIf(quantity, needed > {day:Date} AND needed < g.serves)) AS booked_before,
            toFloat64(sumIf(quantity, needed <= {day:Date} AND (needed > c.counted_day
                OR (status IN ('paid', 'ready') AND pickup_date > {day:Date} - 7)))) AS promised,
            toFloat64(sumIf(quantity, needed = {day:Date})) AS sold_today
        FROM fact_order_line AS l
        INNER JOIN goods AS g ON g.product_id = l.product_id
        LEFT JOIN last_count AS c ON c.store_id = l.store_id AND c.product_id = l.product_id
        WHERE sold AND l.business_day BETWEEN {day:Date} - 60 AND {day:Date}
        GROUP BY store_id, product_id, needed
    ),
    orders AS
    (
        SELECT store_id, product_id, sum(booked) AS booked, sum(booked_before) AS booked_before, sum(promised) AS promised, sum(sold_today) AS sold_today
        FROM wanted
        GROUP BY store_id, product_id
    ),
    today AS (SELECT store_id, product_id, mean FROM forecast WHERE as_of = origin AND day = {day:Date}),
    until AS
    (
        SELECT f.store_id AS store_id, f.product_id AS product_id, toFloat64(sum(toDecimal64(f.mean, 3))) AS mean
        FROM forecast AS f
        INNER JOIN goods AS g ON g.product_id = f.product_id
        WHERE f.as_of = origin AND f.day > {day:Date} AND f.day < g.serves
        GROUP BY store_id, product_id
    ),
    under_way AS
    (
        SELECT o.store_id AS store_id, o.product_id AS product_id, toFloat64(sum(toDecimal64(o.quantity, 3))) AS units
        FROM order_sheet AS o
        WHERE o.as_of < {day:Date} AND o.as_of >= {day:Date} - 6 AND o.day > {day:Date}
        GROUP BY store_id, product_id
    ),
    usual AS
    (
        SELECT store_id, product_id,
            -- a store that opened lately is measured by the days since, of which a week is the least
            toFloat64(sum(toDecimal64(quantity, 3))) / greatest(7, least(28, dateDiff('day', any(s.opened), {day:Date}))) AS per_day
        FROM fact_demand
        LEFT JOIN (SELECT store_id, min(business_day) AS opened FROM fact_store GROUP BY store_id) AS s USING (store_id)
        WHERE business_day < {day:Date} AND business_day >= {day:Date} - 28
        GROUP BY store_id, product_id
    )
SELECT * EXCEPT (tonight, taken_before)
FROM
(
    SELECT
        toString(f.store_id) AS store_id, toString(f.product_id) AS product_id, f.day AS start,
        f.mean AS mean, f.q05 AS q05, f.q10 AS q10, f.q25 AS q25, f.q50 AS q50, f.q75 AS q75, f.q90 AS q90, f.q95 AS q95,
        u.per_day AS usual,
        o.booked AS booked,
        toFloat64(c.counted) + m.units - o.promised - if(c.counted_day = {day:Date}, 0., ceil(greatest(0., t.mean - o.sold_today))) AS tonight,
        ceil(greatest(n.mean, o.booked_before)) AS taken_before,
        greatest(0., tonight - taken_before) AS on_hand,
        greatest(0., greatest(0., tonight) + w.units - taken_before) - on_hand AS on_order,
        toFloat64(g.pack_size) AS pack_size, if(g.shelf_life_days = 0, 3650, toInt64(g.shelf_life_days)) AS shelf_life_days, g.price AS price_fen, g.cost AS cost_fen
    FROM forecast AS f
    INNER JOIN goods AS g ON g.product_id = f.product_id
    LEFT JOIN usual AS u ON u.store_id = f.store_id AND u.product_id = f.product_id
    LEFT JOIN orders AS o ON o.store_id = f.store_id AND o.product_id = f.product_id
    LEFT JOIN last_count AS c ON c.store_id = f.store_id AND c.product_id = f.product_id
    LEFT JOIN moved AS m ON m.store_id = f.store_id AND m.product_id = f.product_id
    LEFT JOIN today AS t ON t.store_id = f.store_id AND t.product_id = f.product_id
    LEFT JOIN under_way AS w ON w.store_id = f.store_id AND w.product_id = f.product_id
    LEFT JOIN until AS n ON n.store_id = f.store_id AND n.product_id = f.product_id
    WHERE f.as_of = origin AND f.day = g.serves
)
ORDER BY store_id, product_id
