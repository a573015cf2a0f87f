-- Stores whose forecasts did worse than repeating last week, newest day.
-- reads days: ..day
SELECT a.day AS day, toString(a.store_id) AS store_id, if(st.name = '', toString(a.store_id), st.name) AS store, a.wape AS wape, a.naive_wape AS naive_wape, a.actual AS actual, a.series AS series, a.text_zh AS text_zh, a.text_en AS text_en
FROM forecast_alarm AS a
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = a.store_id
WHERE a.day = (SELECT max(day) FROM forecast_score WHERE day <= {day:Date}) AND ({store:String} = '' OR a.store_id = {store:String})
ORDER BY a.actual * (a.wape - a.naive_wape) DESC, store_id
LIMIT 100
