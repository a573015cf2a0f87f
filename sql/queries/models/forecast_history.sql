-- Daily units of every store and product that sold in the last eight weeks, {from} to {to}: back to the start of the window, or, for
-- days to come, what is known of them. Those that sold in the last four are forecast; the others would have been, up to four weeks
-- ago, and show what becomes of goods that sold of late.
-- A series begins not with its first sale, which would make every rare product look frequent, but when the goods could have
-- been sold: when the store was open and the chain sold the product, at most 90 days before its first sale here. That day is
-- a row of zero.
-- Known in advance are campaigns: those that have begun, and of later ones those that were entered by the day after {day}. x_off is
-- the share taken off the list price and x_booking for how many days the goods can be booked, both on the day on which they are
-- handed out; x_running marks the days before, on which orders go to that one. Days without a campaign have none of them, whether
-- they have a row or not.
WITH
    recent AS
    (
        SELECT store_id, product_id, any(category) AS kind, min(business_day) AS first_here
        FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND category != 'service' AND quantity > 0
        GROUP BY store_id, product_id
        HAVING max(business_day) > {day:Date} - 56
    ),
    opened AS (SELECT store_id, min(business_day) AS day FROM fact_store GROUP BY store_id),
    launched AS (SELECT product_id, min(business_day) AS day FROM fact_demand WHERE quantity > 0 GROUP BY product_id),
    offers AS
    (
        SELECT s.store_id AS store_id, c.product_id AS product_id,
            toDate(formatDateTime(c.starts_at, '%F', zone)) AS first,
            greatest(first, least(first + 60, toDate(formatDateTime(c.ends_at, '%F', zone)))) AS last,
            if(c.pickup_date >= last, least(c.pickup_date, last + 60), toDate(0)) AS pickup,
            if(p.price > 0 AND c.price > 0, greatest(0., 1 - c.price / p.price), 0.) AS off
        FROM (SELECT * FROM campaign FINAL) AS c
        CROSS JOIN (SELECT store_id, if(any(timezone) = '', 'UTC', any(timezone)) AS zone FROM recent LEFT JOIN (SELECT store_id, timezone FROM store FINAL) AS z USING (store_id) GROUP BY store_id) AS s
        LEFT JOIN (SELECT product_id, price FROM product FINAL) AS p ON p.product_id = c.product_id
        WHERE c.store_id IN ('', s.store_id) AND toDate(c.starts_at) <= {to:Date} AND toDate(c.ends_at) >= {from:Date} - 61
            AND (first <= {day:Date} OR c.updated_at < {day:Date} + 2)
    ),
    known AS
    (
        SELECT store_id, product_id, tupleElement(x, 1) AS day, maxOrNull(tupleElement(x, 2)) AS off, maxOrNull(tupleElement(x, 3)) AS booking, max(tupleElement(x, 4)) AS running
        FROM
        (
            SELECT store_id, product_id, arrayJoin(arrayConcat(
                if(pickup > toDate(0), [(pickup, toNullable(off), toNullable(toFloat64(last - first + 1)), 0.)], arrayMap(d -> (toDate(d), toNullable(off), toNullable(1.), 0.), range(toUInt32(first), toUInt32(last) + 1))),
                if(pickup > first + 1, arrayMap(d -> (toDate(d), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), 1.), range(toUInt32(first) + 1, toUInt32(pickup))), []))) AS x
            FROM offers
        )
        GROUP BY store_id, product_id, day
    )
SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, toString(kind) AS c_category, day, toFloat64(sum(toDecimal64(units, 3))) AS quantity, max(out) AS stockout,
    maxOrNull(off) AS x_off, maxOrNull(booking) AS x_booking, if(max(running) > 0, toNullable(1.), NULL) AS x_running
FROM
(
    SELECT d.store_id AS store_id, d.product_id AS product_id, r.kind AS kind, d.business_day AS day, d.quantity AS units, d.stockout AS out,
        CAST(NULL, 'Nullable(Float64)') AS off, CAST(NULL, 'Nullable(Float64)') AS booking, 0. AS running
    FROM fact_demand AS d
    INNER JOIN recent AS r ON r.store_id = d.store_id AND r.product_id = d.product_id
    WHERE d.business_day <= {day:Date} AND d.business_day > {day:Date} - {window:UInt16}
    UNION ALL
    SELECT r.store_id, r.product_id, r.kind, greatest(o.day, l.day, r.first_here - 90, {day:Date} - {window:UInt16} + 1), 0., 0., NULL, NULL, 0.
    FROM recent AS r
    INNER JOIN opened AS o ON o.store_id = r.store_id
    INNER JOIN launched AS l ON l.product_id = r.product_id
    UNION ALL
    SELECT r.store_id, r.product_id, r.kind, k.day, 0., 0., k.off, k.booking, k.running
    FROM recent AS r
    INNER JOIN known AS k ON k.store_id = r.store_id AND k.product_id = r.product_id
    WHERE k.day >= r.first_here
)
WHERE day BETWEEN {from:Date} AND {to:Date}
GROUP BY store_id, product_id, c_category, day
ORDER BY store_id, product_id, day
