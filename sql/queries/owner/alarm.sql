-- Stores whose forecasts did worse than repeating last week, over the week that ends with a day.
-- reads days: day
SELECT store_id, from_day, wape, naive_wape, text_zh, text_en
FROM forecast_alarm
WHERE day = {day:Date}
ORDER BY store_id
LIMIT 1 BY store_id
