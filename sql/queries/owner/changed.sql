-- What quantities that people changed came to next to those advised, of the 28 days that end with a day, by the rule of sheet_score:
-- a leftover is lost where the goods do not keep until the next day, demand that finds an empty shelf costs its margin. Advised is
-- what the sheet said in the end, for it is renewed until the cutoff.
-- reads days: day - 45..day
SELECT c.product_id AS product_id, if(p.name = '', c.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit, s.day AS day, c.who AS who,
       if(o.there = 1, o.quantity, c.advised) AS advised, c.quantity AS changed, s.demand AS demand,
       toInt64(round(if(s.keeps = 1, 0., greatest(0., s.advised - s.demand) * (p.price - p.margin)) + greatest(0., s.demand - s.advised) * p.margin)) AS advised_fen,
       toInt64(round(if(s.keeps = 1, 0., greatest(0., s.advised + changed - advised - s.demand) * (p.price - p.margin))
           + greatest(0., s.demand - (s.advised + changed - advised)) * p.margin)) AS changed_fen
FROM sheet_score AS s
INNER JOIN (SELECT * FROM order_change FINAL WHERE store_id = {store:String} AND quantity >= 0) AS c ON c.as_of = s.as_of AND c.product_id = s.product_id
LEFT JOIN (SELECT as_of, product_id, toFloat64(quantity) AS quantity, 1 AS there FROM order_sheet WHERE store_id = {store:String} AND as_of BETWEEN {day:Date} - 45 AND {day:Date} AND product_id IN (SELECT product_id FROM order_change WHERE store_id = {store:String})) AS o
    ON o.as_of = s.as_of AND o.product_id = s.product_id
LEFT JOIN (SELECT product_id, name, name_en, unit, price, if(cost > 0, greatest(0., toFloat64(price - cost)), price / 4) AS margin FROM product FINAL) AS p ON p.product_id = s.product_id
WHERE s.store_id = {store:String} AND s.day BETWEEN {day:Date} - 27 AND {day:Date} AND s.product_id IN (SELECT product_id FROM order_change WHERE store_id = {store:String})
ORDER BY day DESC, abs(advised_fen - changed_fen) DESC, product_id
