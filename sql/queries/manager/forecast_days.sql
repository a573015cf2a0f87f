-- The same by day.
-- reads days: from..to
SELECT f.day AS day, sum(f.actual) AS actual, sum(f.missed) AS missed, sum(f.naive_missed) AS naive_missed
FROM forecast_accuracy AS f
WHERE f.day BETWEEN {from:Date} AND {to:Date} AND f.horizon = 1
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String})
GROUP BY day
ORDER BY day
