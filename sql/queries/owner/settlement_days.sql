-- What each day of a span comes to for a store: the day's total, the same from its lines, and what the platform's statement says:
-- rows of sales alone, since a refund of an order of another day is no statement of the day.
-- reads days: from..to
SELECT d.day AS day, f.orders AS orders, f.amount AS amount, f.refunded AS refunded, f.after_sale AS after_sale, l.lines AS lines, l.amount AS line_amount, l.refunded AS line_refunded,
       f.there = 1 AS there, s.rows AS statement_rows, s.net AS statement_net, s.commission AS statement_commission, s.known = 1 AS statement_known
FROM (SELECT arrayJoin(arrayMap(i -> {from:Date} + i, range(toUInt32({to:Date} - {from:Date} + 1)))) AS day) AS d
LEFT JOIN
(
    SELECT business_day, toUInt64(sum(t.orders)) AS orders, sum(t.amount) AS amount, sum(t.refunded_amount) AS refunded, toUInt64(sum(t.after_sale_orders)) AS after_sale, 1 AS there
    FROM fact_store AS t
    WHERE t.business_day BETWEEN {from:Date} AND {to:Date} AND t.store_id = {store:String}
    GROUP BY business_day
) AS f ON f.business_day = d.day
LEFT JOIN
(
    SELECT business_day, if(countIf(t.sold = 1 OR t.status = 'refunded') > 0, countIf(t.sold = 1 OR t.status = 'refunded'), count()) AS lines, sumIf(t.amount, t.sold = 1) AS amount, sumIf(t.amount, t.status = 'refunded') AS refunded
    FROM fact_order_line AS t
    WHERE t.business_day BETWEEN {from:Date} AND {to:Date} AND t.store_id = {store:String}
    GROUP BY business_day
) AS l ON l.business_day = d.day
LEFT JOIN
(
    SELECT business_day, countIf(paid_fen != 0) AS rows, sum(paid_fen - refunded_fen) AS net, sum(commission_fen) AS commission, max(commission_known) AS known
    FROM settlement_statement FINAL
    WHERE business_day BETWEEN {from:Date} AND {to:Date} AND store_id = {store:String} AND (paid_fen != 0 OR refunded_fen != 0 OR commission_fen != 0)
    GROUP BY business_day
) AS s ON s.business_day = d.day
ORDER BY day
