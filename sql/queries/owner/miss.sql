-- The forecasts of a store's day that missed by the most money.
-- reads days: day
SELECT s.product_id AS product_id, if(p.name = '', s.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit,
       s.q50 AS advised, s.actual AS actual, s.naive AS naive, toInt64(round(abs(s.actual - s.q50) * p.price)) AS missed_fen
FROM forecast_score AS s
LEFT JOIN (SELECT product_id, name, name_en, unit, price FROM product FINAL) AS p ON p.product_id = s.product_id
WHERE s.day = {day:Date} AND s.store_id = {store:String} AND s.stockout = 0
  AND s.horizon = (SELECT min(horizon) FROM forecast_score WHERE day = {day:Date} AND store_id = {store:String})
ORDER BY missed_fen DESC, abs(actual - advised) DESC, product_id
LIMIT 5
