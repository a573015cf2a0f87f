-- How each forecast of a store's day did, from the nearest day ahead; days that were sold out are told apart.
-- reads days: day
SELECT product_id, q50 AS advised, actual, naive, mean, stockout > 0 AS sold_out, in90 = 1 AS hit
FROM forecast_score
WHERE day = {day:Date} AND store_id = {store:String}
ORDER BY horizon
LIMIT 1 WITH TIES
