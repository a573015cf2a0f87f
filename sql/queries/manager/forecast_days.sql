-- The same by day.
-- reads days: from..to
SELECT day, sum(a) AS actual, sum(m) AS missed, sum(n) AS naive_missed
FROM
(
    SELECT f.day AS day, f.category AS category, sum(f.actual) AS a, sum(f.missed) AS m, sum(f.naive_missed) AS n
    FROM forecast_accuracy AS f
    WHERE f.day BETWEEN {from:Date} AND {to:Date} AND f.horizon = 1
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({category:String} = '' OR f.category = {category:String})
    GROUP BY day, category
)
GROUP BY day
ORDER BY day
