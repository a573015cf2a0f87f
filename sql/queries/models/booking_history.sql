-- Past days of stores and products: the units taken and how many of them were ordered by each lead, which is hours before the
-- store's cutoff of the evening before the goods are handed out (jobs/curves.go has the same leads). Beside them the forecast that
-- was given two days ahead, as the newest one is while orders come in. Days sold out are left out: they say too little about demand.
-- Of a large chain some series stand for all: the same ones every time, about {rows} days of them.
WITH
    (SELECT greatest(1, intDiv(count(), {rows:UInt32})) FROM fact_demand WHERE business_day < {day:Date} AND business_day >= {day:Date} - {window:UInt16}) AS one_of,
    lines AS
    (
        SELECT l.store_id AS store_id, l.product_id AS product_id,
            if(pickup_date > l.business_day AND pickup_date <= l.business_day + 60, pickup_date, l.business_day) AS needed,
            24 * toInt32(needed - l.business_day - 1) + toInt32(if(s.store_id = '', 23, s.cutoff_hour)) - toInt32(hour) AS lead,
            toFloat64(quantity) AS units, campaign_id != '' AS promoted
        FROM fact_order_line AS l
        LEFT JOIN (SELECT store_id, cutoff_hour FROM store FINAL) AS s ON s.store_id = l.store_id
        WHERE sold AND quantity > 0 AND l.business_day < {day:Date} AND l.business_day >= {day:Date} - {window:UInt16} - 60
            AND needed < {day:Date} AND needed >= {day:Date} - {window:UInt16} AND cityHash64(l.store_id, l.product_id) % one_of = 0
    ),
    taken AS
    (
        SELECT store_id, product_id, needed AS day, sum(units) AS total, sum(units * units) / total AS lot, max(promoted) AS promotion,
            sumIf(units, lead > 96) AS booked_1, sumIf(units, lead > 72) AS booked_2, sumIf(units, lead > 48) AS booked_3, sumIf(units, lead > 36) AS booked_4,
            sumIf(units, lead > 24) AS booked_5, sumIf(units, lead > 20) AS booked_6, sumIf(units, lead > 18) AS booked_7, sumIf(units, lead > 16) AS booked_8,
            sumIf(units, lead > 14) AS booked_9, sumIf(units, lead > 12) AS booked_10, sumIf(units, lead > 10) AS booked_11, sumIf(units, lead > 8) AS booked_12,
            sumIf(units, lead > 6) AS booked_13, sumIf(units, lead > 4) AS booked_14, sumIf(units, lead > 3) AS booked_15, sumIf(units, lead > 2) AS booked_16,
            sumIf(units, lead > 1) AS booked_17, sumIf(units, lead > 0) AS booked_18, sumIf(units, lead > -9) AS booked_19, sumIf(units, lead > -12) AS booked_20,
            sumIf(units, lead > -15) AS booked_21, sumIf(units, lead > -18) AS booked_22, sumIf(units, lead > -21) AS booked_23, total AS booked_24
        FROM lines
        GROUP BY store_id, product_id, day
    ),
    given AS
    (
        SELECT store_id, product_id, day, mean, pow((q95 - q05) / 3.2897, 2) AS variance, 1 AS there
        FROM forecast
        WHERE horizon = 2 AND day < {day:Date} AND day >= {day:Date} - {window:UInt16} AND cityHash64(store_id, product_id) % one_of = 0
    ),
    out AS
    (
        SELECT business_day AS day, store_id, product_id
        FROM fact_demand
        WHERE business_day < {day:Date} AND business_day >= {day:Date} - {window:UInt16} AND stockout > 0
    )
SELECT * EXCEPT (sku, store_id), toString(sku) AS product_id, toString(p.category) AS category
FROM
(
    SELECT store_id, product_id AS sku, day, if(t.promotion, 'campaign', '') AS promotion,
        if(f.there = 1, f.mean, nan) AS mean, if(f.there = 1, f.variance, nan) AS variance, t.total AS total, if(t.total > 0, t.lot, nan) AS lot,
        booked_1, booked_2, booked_3, booked_4, booked_5, booked_6, booked_7, booked_8, booked_9, booked_10, booked_11, booked_12,
        booked_13, booked_14, booked_15, booked_16, booked_17, booked_18, booked_19, booked_20, booked_21, booked_22, booked_23, booked_24
    FROM taken AS t
    FULL JOIN given AS f USING (store_id, product_id, day)
    WHERE (store_id, product_id, day) NOT IN (SELECT store_id, product_id, day FROM out)
) AS d
LEFT JOIN (SELECT product_id AS id, category FROM product FINAL) AS p ON p.id = d.sku
ORDER BY store_id, sku, day
