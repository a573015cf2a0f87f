-- Quantities that people ordered instead of those advised, against the demand of the day: what either would have wasted and missed, fen.
-- A margin that is not known is a quarter of the price; goods that keep until the next day are not wasted.
-- reads days: ..day
WITH
    (SELECT max(day) FROM sheet_score WHERE day <= {day:Date}) AS last,
    lines AS
    (
        SELECT o.store_id AS store_id, o.product_id AS product_id, o.who AS who, s.day AS day, s.demand AS demand, s.keeps AS keeps, s.category AS category,
               s.advised AS ours, greatest(0., s.advised + o.quantity - o.advised) AS theirs, p.price AS price, p.margin AS margin
        FROM (SELECT * FROM order_change FINAL WHERE quantity >= 0 AND quantity != advised) AS o
        INNER JOIN (SELECT store_id, product_id, as_of, day, demand, keeps, category, advised FROM sheet_score WHERE day > last - {days:UInt16} AND day <= last AND (store_id, product_id) IN (SELECT store_id, product_id FROM order_change)) AS s ON s.store_id = o.store_id AND s.product_id = o.product_id AND s.as_of = o.as_of
        LEFT JOIN (SELECT product_id, price, if(cost > 0, greatest(0., toFloat64(price - cost)), price / 4) AS margin FROM product FINAL) AS p ON p.product_id = o.product_id
        WHERE ({store:String} = '' OR o.store_id = {store:String}) AND ({category:String} = '' OR s.category = {category:String})
    )
SELECT l.store_id AS store_id, if(any(st.name) = '', l.store_id, any(st.name)) AS store, l.who AS who, last AS as_of, count() AS changed, countIf(abs(theirs - demand) < abs(ours - demand)) AS nearer, countIf(abs(theirs - demand) > abs(ours - demand)) AS further,
       sum(if(keeps, 0., greatest(0., ours - demand) * (price - margin)) + greatest(0., demand - ours) * margin) AS ours_fen,
       sum(if(keeps, 0., greatest(0., theirs - demand) * (price - margin)) + greatest(0., demand - theirs) * margin) AS theirs_fen
FROM lines AS l
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = l.store_id
GROUP BY l.store_id, l.who
ORDER BY abs(ours_fen - theirs_fen) DESC, store_id, who
LIMIT 100
