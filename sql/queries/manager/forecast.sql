-- One-day-ahead forecasts of a period by category, with the sums of error and bias. Adds up the projections chain and ahead.
-- reads days: from..to
SELECT s.category AS category, any(c.name) AS name, any(c.name_en) AS name_en, sum(s.d) AS scored, sum(s.o) AS sold_out, sum(s.a) AS actual, sum(s.m) AS missed,
       sum(s.n) AS naive_missed, sum(s.b) AS bias, sum(s.i) AS in90
FROM
(
    SELECT f.day AS day, f.category AS category, sum(f.days) AS d, sum(f.sold_out) AS o, sum(f.actual) AS a, sum(f.missed) AS m, sum(f.naive_missed) AS n, sum(f.bias) AS b, sum(f.in90) AS i
    FROM forecast_accuracy AS f
    WHERE f.day BETWEEN {from:Date} AND {to:Date} AND f.horizon = 1
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({category:String} = '' OR f.category = {category:String})
    GROUP BY day, category
) AS s
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = s.category
GROUP BY category
ORDER BY missed DESC, category
