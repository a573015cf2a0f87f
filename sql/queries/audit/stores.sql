-- Sales per store of some business days: from the order lines, and as fact_store has them. A store without orders on a day
-- may have imported history there.
WITH
    lines AS
    (
        SELECT business_day AS day, store_id, uniqExactIf(order_id, sold) AS orders, uniqExactIf(user_id, sold) AS buyers,
            toInt64(sumIf(quantity, sold) * 1000) AS units, sumIf(l.amount, sold) AS amount, sumIf(l.amount, status = 'refunded') AS refunded
        FROM fact_order_line AS l
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY day, store_id
    ),
    stores AS
    (
        SELECT business_day AS day, store_id, sum(s.orders) AS orders, sum(s.buyers) AS buyers,
            toInt64(round(sumIf(s.units, s.orders > 0) * 1000)) AS units, sumIf(s.amount, s.orders > 0) AS amount, sum(refunded_amount) AS refunded
        FROM fact_store AS s
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY day, store_id
    )
SELECT
    day,
    [sum(e.orders), sum(e.buyers), sum(e.units), sum(e.amount), sum(e.refunded)]::Array(Int64) AS events,
    [sum(f.orders), sum(f.buyers), sum(f.units), sum(f.amount), sum(f.refunded)]::Array(Int64) AS facts,
    groupArrayIf(5)(store_id, (e.orders, e.buyers, e.units, e.amount, e.refunded) != (f.orders, f.buyers, f.units, f.amount, f.refunded)) AS names
FROM lines AS e
FULL JOIN stores AS f USING (day, store_id)
GROUP BY day
