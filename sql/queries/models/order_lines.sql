-- What the order sheet of a day needs per store and product: the demand of each day from tomorrow on, with what is booked for it, what
-- will be on the shelf tomorrow morning and what is under way. Demand is the outlook's, which knows the bookings; where there is
-- none, for later days, the forecast's. The order made now comes lead time days after its day and serves that day.
-- Tomorrow's stock: the last count (taken at closing) and what came since, less what is promised up to and on the day itself, less
-- what the day is still expected to sell. What is left is of the deliveries that came last, those of four weeks: so old it is; of what
-- is more nobody knows the age. Goods that do not spoil get ten years. Under way is what the sheets of the days before advised and
-- has not come yet.
WITH
    (SELECT max(as_of) FROM forecast WHERE as_of BETWEEN {day:Date} - 2 AND {day:Date}) AS origin,
    -- the forecast reaches two weeks ahead, from yesterday while a day is open: a longer lead time is taken as 13 days
    goods AS (SELECT *, toInt64(greatest(1, least(lead_time_days, 13)) - 1) AS lead FROM product FINAL WHERE category != 'service'),
    outlook AS (SELECT *, 1 AS there FROM demand_outlook WHERE as_of = {day:Date}),
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
    deliveries AS
    (
        SELECT store_id, product_id, arrayReverseSort(x -> x.1, groupArray((business_day, units))) AS list, arrayCumSum(x -> x.2, list) AS sums
        FROM
        (
            SELECT store_id, product_id, business_day, toFloat64(sum(quantity)) AS units
            FROM stock FINAL
            WHERE kind = 'receipt' AND business_day <= {day:Date} AND business_day > {day:Date} - 28
            GROUP BY store_id, product_id, business_day
        )
        GROUP BY store_id, product_id
    ),
    wanted AS
    (
        SELECT l.store_id AS store_id, l.product_id AS product_id, if(pickup_date > toDate(0), pickup_date, l.business_day) AS needed,
            toFloat64(sum(quantity)) AS units,
            -- the goods of open orders still lie in the shop when it is counted
            toFloat64(sumIf(quantity, needed <= {day:Date} AND (needed > c.counted_day
                OR (status IN ('paid', 'ready') AND pickup_date > {day:Date} - 7)))) AS promised
        FROM fact_order_line AS l
        LEFT JOIN last_count AS c ON c.store_id = l.store_id AND c.product_id = l.product_id
        WHERE sold AND l.business_day BETWEEN {day:Date} - 60 AND {day:Date}
        GROUP BY store_id, product_id, needed
    ),
    orders AS
    (
        SELECT store_id, product_id, sum(promised) AS promised, sumIf(units, needed = {day:Date}) AS sold_today
        FROM wanted
        GROUP BY store_id, product_id
    ),
    -- what the day is still expected to sell; a day that has closed sells no more
    rest AS
    (
        SELECT f.store_id AS store_id, f.product_id AS product_id, ceil(if(o.there = 1, o.open, greatest(0., f.mean - w.sold_today))) AS units
        FROM (SELECT * FROM forecast WHERE as_of = origin AND day = {day:Date}) AS f
        LEFT JOIN outlook AS o ON o.store_id = f.store_id AND o.product_id = f.product_id AND o.day = f.day
        LEFT JOIN orders AS w ON w.store_id = f.store_id AND w.product_id = f.product_id
    ),
    coming AS
    (
        SELECT f.store_id AS store_id, f.product_id AS product_id, f.day AS day,
            if(o.there = 1, (o.mean, o.q05, o.q10, o.q25, o.q50, o.q75, o.q90, o.q95), (f.mean, f.q05, f.q10, f.q25, f.q50, f.q75, f.q90, f.q95)) AS d
        FROM (SELECT * FROM forecast WHERE as_of = origin AND day > {day:Date} AND day <= {day:Date} + 13) AS f
        LEFT JOIN outlook AS o ON o.store_id = f.store_id AND o.product_id = f.product_id AND o.day = f.day
        UNION ALL
        SELECT store_id, product_id, day, (mean, q05, q10, q25, q50, q75, q90, q95)
        FROM outlook
        WHERE day > {day:Date} AND (store_id, product_id) NOT IN (SELECT store_id, product_id FROM forecast WHERE as_of = origin)
    ),
    days AS
    (
        SELECT c.store_id AS store_id, c.product_id AS product_id, arraySort(x -> x.1, groupArray((c.day, d, w.units))) AS list
        FROM coming AS c
        INNER JOIN goods AS g ON g.product_id = c.product_id
        LEFT JOIN wanted AS w ON w.store_id = c.store_id AND w.product_id = c.product_id AND w.needed = c.day
        WHERE c.day <= {day:Date} + 7 + g.lead -- the week that the order is for; later weeks are taken to be like it
        GROUP BY store_id, product_id
    ),
    under_way AS
    (
        SELECT o.store_id AS store_id, o.product_id AS product_id, arraySort(x -> x.1, groupArray((toFloat64(o.day - {day:Date} - 1), o.quantity))) AS list
        FROM order_sheet AS o
        WHERE o.as_of < {day:Date} AND o.as_of >= {day:Date} - 13 AND o.day > {day:Date} AND o.quantity > 0
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
SELECT
    toString(d.store_id) AS store_id, toString(d.product_id) AS product_id, {day:Date} + 1 AS start, g.lead AS lead_days, toInt64(1) AS days,
    arrayMap(x -> x.2.1, d.list) AS daily_mean, arrayMap(x -> x.2.2, d.list) AS daily_q05, arrayMap(x -> x.2.3, d.list) AS daily_q10,
    arrayMap(x -> x.2.4, d.list) AS daily_q25, arrayMap(x -> x.2.5, d.list) AS daily_q50, arrayMap(x -> x.2.6, d.list) AS daily_q75,
    arrayMap(x -> x.2.7, d.list) AS daily_q90, arrayMap(x -> x.2.8, d.list) AS daily_q95, arrayMap(x -> x.3, d.list) AS booked_daily,
    -- of the day served, where nothing is known by day
    daily_mean[lead_days + 1] AS mean, daily_q05[lead_days + 1] AS q05, daily_q10[lead_days + 1] AS q10, daily_q25[lead_days + 1] AS q25,
    daily_q50[lead_days + 1] AS q50, daily_q75[lead_days + 1] AS q75, daily_q90[lead_days + 1] AS q90, daily_q95[lead_days + 1] AS q95,
    u.per_day AS usual,
    -- of each delivery what is left of it, and for how many days from tomorrow; goods past their day that are still there count for one
    arrayMap((x, sum) -> greatest(0., least(x.2, on_hand - (sum - x.2))), e.list, e.sums) AS known_units,
    arrayConcat(known_units, [greatest(0., on_hand - arraySum(known_units))]) AS stock_units,
    arrayConcat(arrayMap(x -> toFloat64(greatest(1, toInt64(shelf_life_days) - toInt64({day:Date} + 1 - x.1))), e.list), [0.]) AS stock_days_left,
    greatest(0., toFloat64(c.counted) + m.units - o.promised - if(c.counted_day = {day:Date}, 0., r.units)) AS on_hand,
    arrayMap(x -> x.1, w.list) AS arrival_day, arrayMap(x -> x.2, w.list) AS arrival_units,
    toFloat64(g.pack_size) AS pack_size, if(g.shelf_life_days = 0, 3650, toInt64(g.shelf_life_days)) AS shelf_life_days, g.price AS price_fen, g.cost AS cost_fen
FROM days AS d
INNER JOIN goods AS g ON g.product_id = d.product_id
LEFT JOIN usual AS u ON u.store_id = d.store_id AND u.product_id = d.product_id
LEFT JOIN orders AS o ON o.store_id = d.store_id AND o.product_id = d.product_id
LEFT JOIN last_count AS c ON c.store_id = d.store_id AND c.product_id = d.product_id
LEFT JOIN deliveries AS e ON e.store_id = d.store_id AND e.product_id = d.product_id
LEFT JOIN moved AS m ON m.store_id = d.store_id AND m.product_id = d.product_id
LEFT JOIN rest AS r ON r.store_id = d.store_id AND r.product_id = d.product_id
LEFT JOIN under_way AS w ON w.store_id = d.store_id AND w.product_id = d.product_id
ORDER BY store_id, product_id
