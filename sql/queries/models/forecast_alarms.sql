-- Stores whose one-day-ahead forecasts of the week that ends with a day missed by more than repeating the week before would have.
-- A week of fewer than five scored days says nothing.
SELECT toString(store_id) AS store_id, min(f.day) AS from_day, toUInt16(uniqExact(f.day)) AS days, sum(f.days) AS series,
    toFloat64(sum(toDecimal64(f.actual, 6))) AS actual, toFloat64(sum(toDecimal64(f.missed, 6))) / actual AS wape, toFloat64(sum(toDecimal64(f.naive_missed, 6))) / actual AS naive_wape
FROM forecast_accuracy AS f
WHERE f.day BETWEEN {day:Date} - 6 AND {day:Date} AND f.horizon = 1 AND f.days > 0
GROUP BY store_id
HAVING days >= 5 AND actual > 0 AND wape > naive_wape
ORDER BY store_id
