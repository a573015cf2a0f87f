-- How the forecasts of a store's day did, one day ahead; days that were sold out count apart.
-- reads days: day
SELECT count() AS series, countIf(s.stockout > 0) AS sold_out,
       sumIf(s.q50, s.stockout = 0) AS advised, sumIf(s.actual, s.stockout = 0) AS actual,
       sumIf(s.in90, s.stockout = 0) AS hits,
       sumIf(abs(s.actual - s.q50), s.stockout = 0) AS missed, sumIf(abs(s.actual - s.naive), s.stockout = 0) AS naive_missed,
       sumIf(s.mean - s.actual, s.stockout = 0) AS bias,
       toInt64(round(sumIf((abs(s.actual - s.naive) - abs(s.actual - s.q50)) * p.price, s.stockout = 0))) AS better_fen
FROM forecast_score AS s
LEFT JOIN (SELECT product_id, price FROM product FINAL) AS p ON p.product_id = s.product_id
WHERE s.day = {day:Date} AND s.store_id = {store:String}
  AND s.horizon = (SELECT min(horizon) FROM forecast_score WHERE day = {day:Date} AND store_id = {store:String})
