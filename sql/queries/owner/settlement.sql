-- What a store's day comes to, from the day's total and again line by line, so that a difference shows.
SELECT f.orders AS orders, f.amount AS amount, f.refunded_amount AS refunded, f.after_sale_orders AS after_sale,
       l.lines AS lines, l.amount AS line_amount, l.refunded AS line_refunded
FROM
(
    SELECT toUInt64(sum(orders)) AS orders, sum(amount) AS amount, sum(refunded_amount) AS refunded_amount,
           toUInt64(sum(after_sale_orders)) AS after_sale_orders, count() AS rows
    FROM fact_store
    WHERE business_day = {day:Date} AND store_id = {store:String}
) AS f
CROSS JOIN
(
    SELECT count() AS lines, sumIf(amount, sold = 1) AS amount, sumIf(amount, status = 'refunded') AS refunded
    FROM fact_order_line
    WHERE business_day = {day:Date} AND store_id = {store:String}
) AS l
WHERE f.rows > 0
