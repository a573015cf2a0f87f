-- Whether a store's forecasts did worse than repeating last week, over the week that ends with a day.
-- reads days: day
SELECT from_day, wape, naive_wape, text_zh, text_en
FROM forecast_alarm
WHERE day = {day:Date} AND store_id = {store:String}
LIMIT 1
