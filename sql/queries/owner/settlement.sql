-- What a day comes to for each store, from the day's total and again line by line, so that a difference shows.
-- reads days: day
SELECT f.store_id AS store_id, f.orders AS orders, f.amount AS amount, f.refunded AS refunded, f.after_sale AS after_sale,
       l.lines AS lines, l.amount AS line_amount, l.refunded AS line_refunded
FROM
(
    SELECT t.store_id AS store_id, toUInt64(sum(t.orders)) AS orders, sum(t.amount) AS amount, sum(t.refunded_amount) AS refunded, toUInt64(sum(t.after_sale_orders)) AS after_sale
    FROM fact_store AS t
    WHERE t.business_day = {day:Date}
    GROUP BY store_id
) AS f
LEFT JOIN
(
    SELECT t.store_id AS store_id, if(countIf(t.sold = 1 OR t.status = 'refunded') > 0, countIf(t.sold = 1 OR t.status = 'refunded'), count()) AS lines, sumIf(t.amount, t.sold = 1) AS amount, sumIf(t.amount, t.status = 'refunded') AS refunded
    FROM fact_order_line AS t
    WHERE t.business_day = {day:Date}
    GROUP BY store_id
) AS l ON l.store_id = f.store_id
ORDER BY store_id
