-- How one-day-ahead forecasts did in a period (current = 1) and in the one that it is compared with; sold-out days are left out. Adds up the
-- projection chain, of some stores the projection ahead.
-- reads days: from..to, before..before_to
SELECT toUInt8(day >= {from:Date}) AS current, sum(d) AS scored, sum(a) AS actual, sum(m) AS missed, sum(n) AS naive_missed, sum(b) AS bias
FROM
(
    SELECT f.day AS day, f.category AS category, sum(f.days) AS d, sum(f.actual) AS a, sum(f.missed) AS m, sum(f.naive_missed) AS n, sum(f.bias) AS b
    FROM forecast_accuracy AS f
    WHERE (f.day BETWEEN {from:Date} AND {to:Date} OR f.day BETWEEN {before:Date} AND {before_to:Date}) AND f.horizon = 1
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({category:String} = '' OR f.category = {category:String})
    GROUP BY day, category
)
GROUP BY current
ORDER BY current
