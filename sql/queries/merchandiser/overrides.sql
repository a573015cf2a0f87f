-- Quantities that people ordered instead of those advised, against the demand of the day: what either would have wasted and missed, fen.
-- A margin that is not known is a quarter of the price; goods that keep until the next day are not wasted.
-- reads days: ..day
WITH
    (SELECT max(day) FROM sheet_score WHERE day <= {day:Date}) AS last,
    lines AS
    (
        SELECT o.store_id AS store_id, o.who AS who, s.demand AS demand, s.keeps AS keeps, s.advised AS ours, greatest(0., s.advised + o.quantity - o.advised) AS theirs, p.price AS price,
               if(p.cost > 0, greatest(0., toFloat64(p.price - p.cost)), p.price / 4) AS margin
        FROM sheet_score AS s
        INNER JOIN (SELECT store_id, product_id, as_of, who, quantity, advised FROM order_change FINAL WHERE quantity >= 0 AND quantity != advised) AS o ON o.store_id = s.store_id AND o.product_id = s.product_id AND o.as_of = s.as_of
        LEFT JOIN (SELECT product_id, price, cost FROM product FINAL) AS p ON p.product_id = s.product_id
        WHERE s.day > last - {days:UInt16} AND s.day <= last AND (s.store_id, s.product_id) IN (SELECT store_id, product_id FROM order_change)
          AND ({store:String} = '' OR s.store_id = {store:String}) AND ({category:String} = '' OR s.category = {category:String})
    )
SELECT store_id, who, last AS as_of, count() AS changed, countIf(abs(theirs - demand) < abs(ours - demand)) AS nearer, countIf(abs(theirs - demand) > abs(ours - demand)) AS further,
       sum(if(keeps, 0., greatest(0., ours - demand) * (price - margin)) + greatest(0., demand - ours) * margin) AS ours_fen,
       sum(if(keeps, 0., greatest(0., theirs - demand) * (price - margin)) + greatest(0., demand - theirs) * margin) AS theirs_fen
FROM lines
GROUP BY store_id, who
ORDER BY abs(ours_fen - theirs_fen) DESC, store_id, who
LIMIT 100
