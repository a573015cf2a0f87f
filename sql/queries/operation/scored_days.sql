-- On how many days of the week that ends with the newest scored day up to {to} each store's one-day-ahead forecasts were scored: of all
-- stores, of those with the five days that an alarm needs, and at most. No rows count as no store.
-- reads days: ..to
SELECT max(newest) AS day, count() AS stores, countIf(scored >= 5) AS ripe, max(scored) AS most
FROM
(
    SELECT store_id, uniqExact(f.day) AS scored, max(f.day) AS newest
    FROM forecast_accuracy AS f
    WHERE f.day <= {to:Date} AND f.day > (SELECT max(day) FROM forecast_accuracy WHERE day <= {to:Date}) - 7 AND f.horizon = 1 AND f.days > 0
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
    GROUP BY store_id
)
