-- Where the forecasts missed the most money: units missed at the list price, per store and product, over the days up to {day}. Pairs are
-- grouped by the hash of both ids, which is half the work of grouping by two texts; two of a million pairs alike would be seen once in 10^7 such lists.
-- reads days: ..day
WITH
    (SELECT max(day) FROM forecast_score WHERE day <= {day:Date}) AS last,
    (SELECT (groupArray(product_id), groupArray(toFloat64(price))) FROM product FINAL WHERE price > 0) AS prices
SELECT toString(any(f.store_id)) AS store_id, toString(any(f.product_id)) AS product_id, last AS as_of,
       countIf(f.stockout = 0) AS series, countIf(f.stockout > 0) AS sold_out, sumIf(f.actual, f.stockout = 0) AS actual_units,
       sumIf(abs(f.actual - f.q50), f.stockout = 0) AS missed_units, sumIf(abs(f.actual - f.naive), f.stockout = 0) AS naive_units, sumIf(f.mean - f.actual, f.stockout = 0) AS bias_units,
       missed_units * transform(product_id, prices.1, prices.2, 0.) AS missed_fen, bias_units * transform(product_id, prices.1, prices.2, 0.) AS bias_fen
FROM forecast_score AS f
WHERE f.day > last - {days:UInt16} AND f.day <= last AND f.horizon = {horizon:UInt8} AND ({store:String} = '' OR f.store_id = {store:String}) AND ({category:String} = '' OR f.category = {category:String})
GROUP BY cityHash64(f.store_id, f.product_id)
HAVING series > 0
ORDER BY missed_fen DESC, store_id, product_id
LIMIT 40
