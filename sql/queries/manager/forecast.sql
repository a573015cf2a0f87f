-- One-day-ahead forecasts of a period by category, with the sums of error and bias.
-- reads days: from..to
SELECT f.category AS category, any(c.name) AS name, any(c.name_en) AS name_en, sum(f.days) AS scored, sum(f.sold_out) AS sold_out, sum(f.actual) AS actual, sum(f.missed) AS missed,
       sum(f.naive_missed) AS naive_missed, sum(f.bias) AS bias, sum(f.in90) AS in90
FROM forecast_accuracy AS f
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = f.category
WHERE f.day BETWEEN {from:Date} AND {to:Date} AND f.horizon = 1
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String})
GROUP BY category
ORDER BY missed DESC, category
