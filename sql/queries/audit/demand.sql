-- Units wanted per store and day of need: from the order lines, and as fact_demand has them where orders made them. Lines that
-- were ordered for a day before or more than 60 days ahead are left out on both sides of a store's day: the build takes them by chance.
WITH
    lines AS
    (
        SELECT if(pickup_date > toDate(0), pickup_date, business_day) AS day, store_id,
            toInt64(sum(quantity) * 1000) AS units, sum(l.amount) AS amount,
            countIf(day < business_day OR day > business_day + 60) > 0 AS odd
        FROM fact_order_line AS l
        WHERE sold AND day BETWEEN {from:Date} AND {to:Date}
        GROUP BY day, store_id
    ),
    demand AS
    (
        SELECT business_day AS day, store_id, toInt64(round(sumIf(d.quantity, d.orders > 0) * 1000)) AS units, sumIf(d.amount, d.orders > 0) AS amount
        FROM fact_demand AS d
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY day, store_id
    )
SELECT
    day,
    [sum(e.units), sum(e.amount)]::Array(Int64) AS events,
    [sum(f.units), sum(f.amount)]::Array(Int64) AS facts,
    groupArrayIf(5)(store_id, (e.units, e.amount) != (f.units, f.amount)) AS names
FROM lines AS e
FULL JOIN demand AS f USING (day, store_id)
WHERE NOT e.odd
GROUP BY day
