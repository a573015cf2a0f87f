-- What the platform says of a store's day: its rows of the day, and those of other days for our orders of the day; with the day of our
-- order, 1970-01-01 where we have none. Newest rows only; a row of noughts was taken back.
-- reads days: day - 60..day + 60
WITH ours AS (SELECT DISTINCT order_id FROM fact_order_line WHERE business_day = {day:Date} AND store_id = {store:String} AND (sold = 1 OR status = 'refunded'))
SELECT s.order_id AS order_id, s.business_day AS business_day, s.paid_fen AS paid_fen, s.refunded_fen AS refunded_fen, s.commission_fen AS commission_fen,
       s.commission_known = 1 AS known, s.source AS source, s.imported_at AS imported_at, o.day AS our_day
FROM (SELECT * FROM settlement_statement FINAL WHERE store_id = {store:String} AND (paid_fen != 0 OR refunded_fen != 0 OR commission_fen != 0)
    AND (business_day = {day:Date} OR order_id IN (SELECT order_id FROM ours))) AS s
LEFT JOIN
(
    SELECT order_id, min(business_day) AS day
    FROM fact_order_line
    WHERE store_id = {store:String} AND business_day BETWEEN {day:Date} - 60 AND {day:Date} + 60 AND (sold = 1 OR status = 'refunded')
        AND order_id IN (SELECT order_id FROM settlement_statement WHERE store_id = {store:String} AND business_day = {day:Date})
    GROUP BY order_id
) AS o ON o.order_id = s.order_id
ORDER BY order_id, business_day
