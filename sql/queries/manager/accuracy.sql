-- How one-day-ahead forecasts did in a period (current = 1) and in the one that it is compared with; sold-out days are left out.
-- reads days: from..to, before..before_to
SELECT toUInt8(f.day >= {from:Date}) AS current, sum(f.days) AS scored, sum(f.actual) AS actual, sum(f.missed) AS missed, sum(f.naive_missed) AS naive_missed, sum(f.bias) AS bias
FROM forecast_accuracy AS f
WHERE (f.day BETWEEN {from:Date} AND {to:Date} OR f.day BETWEEN {before:Date} AND {before_to:Date}) AND f.horizon = 1
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String})
GROUP BY current
ORDER BY current
