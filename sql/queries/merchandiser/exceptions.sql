-- Where the forecasts missed the most money: units missed at the list price, per store and product, over the days up to {day}.
WITH (SELECT max(day) FROM forecast_score WHERE day <= {day:Date}) AS last
SELECT toString(f.store_id) AS store_id, if(any(st.name) = '', toString(f.store_id), any(st.name)) AS store, toString(f.product_id) AS product_id, if(any(p.name) = '', toString(f.product_id), any(p.name)) AS name, any(p.name_en) AS name_en,
       last AS as_of, countIf(f.stockout = 0) AS series, countIf(f.stockout > 0) AS sold_out, sumIf(f.actual, f.stockout = 0) AS actual_units, sumIf(abs(f.actual - f.q50), f.stockout = 0) AS missed_units,
       sumIf(abs(f.actual - f.naive), f.stockout = 0) AS naive_units, sumIf(f.mean - f.actual, f.stockout = 0) AS bias_units, missed_units * any(p.price) AS missed_fen, bias_units * any(p.price) AS bias_fen
FROM forecast_score AS f
LEFT JOIN (SELECT product_id, name, name_en, price, category FROM product FINAL) AS p ON p.product_id = f.product_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = f.store_id
WHERE f.day > last - {days:UInt16} AND f.day <= last AND f.horizon = {horizon:UInt8} AND ({store:String} = '' OR f.store_id = {store:String}) AND ({category:String} = '' OR f.category = {category:String})
GROUP BY f.store_id, f.product_id
HAVING series > 0
ORDER BY missed_fen DESC, store_id, product_id
LIMIT 40
