-- The sums of a day's scores.
INSERT INTO forecast_accuracy (day, store_id, category, horizon, days, sold_out, actual, missed, naive_missed, bias, pinball, in50, in90)
SELECT s.day, store_id, category, horizon, countIf(stockout = 0), countIf(stockout > 0), sumIf(s.actual, stockout = 0), sumIf(abs(s.actual - q50), stockout = 0), sumIf(abs(s.actual - naive), stockout = 0), sumIf(mean - s.actual, stockout = 0),
    sum(s.pinball), sum(s.in50), sum(s.in90)
FROM forecast_score AS s
WHERE s.day = {day:Date}
GROUP BY day, store_id, category, horizon
