-- How far the forecasts up to {day} were off, by store, the most money first; days sold out are left out, as nobody knows what would have sold.
-- Money is about: units missed at the mean price of their category.
-- reads days: ..day
WITH
    (SELECT max(day) FROM forecast_accuracy WHERE day <= {day:Date}) AS last,
    (SELECT (groupArray(category), groupArray(mean)) FROM (SELECT toString(p.category) AS category, avg(p.price) AS mean FROM product AS p FINAL WHERE p.price > 0 GROUP BY p.category)) AS prices
SELECT toString(f.store_id) AS key, last AS as_of, min(f.day) AS first, sum(f.days) AS series, sum(f.sold_out) AS sold_out, sum(f.actual) AS actual_units, sum(f.missed) AS missed_units, sum(f.naive_missed) AS naive_units,
       sum(f.bias) AS bias_units, sum(f.in90) AS within, sum(f.missed * transform(f.category, prices.1, prices.2, 0.)) AS missed_fen
FROM forecast_accuracy AS f
WHERE f.day > last - {days:UInt16} AND f.day <= last AND ({category:String} = '' OR f.category = {category:String}) AND f.horizon = {horizon:UInt8}
GROUP BY f.store_id
ORDER BY missed_fen DESC, missed_units DESC, key
