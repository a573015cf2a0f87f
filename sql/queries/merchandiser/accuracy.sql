-- How far the forecasts up to {day} were off, by horizon and category; days sold out are left out, as nobody knows what would have sold.
-- Money is about: units missed at the mean price of their category.
-- reads days: ..day
WITH
    (SELECT max(day) FROM forecast_accuracy WHERE day <= {day:Date}) AS last,
    (SELECT (groupArray(category), groupArray(mean)) FROM (SELECT toString(p.category) AS category, avg(p.price) AS mean FROM product AS p FINAL WHERE p.price > 0 GROUP BY p.category)) AS prices
SELECT horizon, toString(category) AS key, last AS as_of, min(day) AS first, sum(a_days) AS series, sum(a_out) AS sold_out, sum(a_actual) AS actual_units, sum(a_missed) AS missed_units, sum(a_naive) AS naive_units,
       sum(a_bias) AS bias_units, sum(a_in90) AS within, missed_units * transform(key, prices.1, prices.2, 0.) AS missed_fen
FROM
(
    SELECT f.day AS day, f.horizon AS horizon, f.category AS category, sum(f.days) AS a_days, sum(f.sold_out) AS a_out, sum(f.actual) AS a_actual, sum(f.missed) AS a_missed,
           sum(f.naive_missed) AS a_naive, sum(f.bias) AS a_bias, sum(f.in90) AS a_in90
    FROM forecast_accuracy AS f
    WHERE f.day > last - {days:UInt16} AND f.day <= last AND ({store:String} = '' OR f.store_id = {store:String}) AND ({category:String} = '' OR f.category = {category:String})
    GROUP BY day, horizon, category
)
GROUP BY horizon, category
ORDER BY horizon, missed_fen DESC, missed_units DESC, key
