-- Stores whose forecasts did worse than repeating last week, of the newest day with scores up to {to}; the largest loss first.
-- reads days: ..to
SELECT f.day AS day, f.store_id AS store_id, s.name AS store, f.wape AS wape, f.naive_wape AS naive_wape, f.series AS series, f.actual AS actual, f.text_zh AS text_zh, f.text_en AS text_en
FROM forecast_alarm AS f
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS s ON s.store_id = f.store_id
WHERE f.day = (SELECT max(day) FROM forecast_accuracy WHERE day <= {to:Date})
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
ORDER BY (f.wape - f.naive_wape) * f.actual DESC, store_id
LIMIT 50
