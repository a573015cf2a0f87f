-- How a store's forecasts of four weeks did, by days ahead and category. Of each day a few rows of one place are read, all columns at once:
-- to look at some of them first costs more than it saves.
-- reads days: day - 27..day
SELECT horizon, toString(f.category) AS category, sum(f.days) AS days, sum(f.actual) AS actual, sum(f.missed) AS missed,
       sum(f.naive_missed) AS naive_missed, sum(f.bias) AS bias, sum(f.pinball) AS pinball, sum(f.in90) AS in90
FROM forecast_accuracy AS f
WHERE f.store_id = {store:String} AND f.day BETWEEN {day:Date} - 27 AND {day:Date}
GROUP BY horizon, category
ORDER BY horizon, category
SETTINGS optimize_move_to_prewhere = 0, optimize_use_projections = 0
