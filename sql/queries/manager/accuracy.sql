-- How one-day-ahead forecasts did in a period (current = 1) and in the one before; sold-out days are left out.
SELECT toUInt8(s.day >= {from:Date}) AS current, count() AS scored, sum(s.actual) AS actual, sum(abs(s.actual - s.q50)) AS missed,
       sum(abs(s.actual - s.naive)) AS naive_missed, sum(s.mean - s.actual) AS bias
FROM forecast_score AS s
WHERE s.day BETWEEN {before:Date} AND {to:Date} AND s.horizon = 1 AND s.stockout = 0
GROUP BY current
ORDER BY current
