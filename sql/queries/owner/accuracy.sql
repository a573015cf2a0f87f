-- How a store's forecasts of four weeks did: by days ahead, then, one day ahead, by category.
-- reads days: day - 27..day
SELECT kind, horizon, category, if(c.name = '', category, c.name) AS name, c.name_en AS name_en, days, actual, missed, naive_missed, bias, pinball, in90
FROM
(
    SELECT if(grouping(f.category) = 0, 'category', 'horizon') AS kind, f.horizon AS horizon, toString(f.category) AS category, sum(f.days) AS days, sum(f.actual) AS actual, sum(f.missed) AS missed,
           sum(f.naive_missed) AS naive_missed, sum(f.bias) AS bias, sum(f.pinball) AS pinball, sum(f.in90) AS in90
    FROM forecast_accuracy AS f
    WHERE f.store_id = {store:String} AND f.day BETWEEN {day:Date} - 27 AND {day:Date} AND f.horizon IN (1, 2, 3, 7, 14)
    GROUP BY GROUPING SETS ((f.horizon), (f.horizon, f.category))
    HAVING kind = 'horizon' OR horizon = 1
) AS s
LEFT JOIN (SELECT category AS code, name, name_en FROM category FINAL) AS c ON c.code = s.category
WHERE days > 0
ORDER BY kind DESC, horizon, actual DESC, category
