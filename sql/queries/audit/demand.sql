-- Units wanted per store and day of need: from the order lines, and as fact_demand has them where orders made them. Lines that
-- were ordered for a day before or more than 60 days ahead count on the day of the order.
WITH
    lines AS
    (
        SELECT if(pickup_date > l.business_day AND pickup_date <= l.business_day + 60, pickup_date, l.business_day) AS day, store_id,
            toInt64(sum(quantity) * 1000) AS units, sum(l.amount) AS amount
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
GROUP BY day
