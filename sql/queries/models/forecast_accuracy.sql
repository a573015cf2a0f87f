-- The scores of one day added up by store, category and days ahead.
SELECT s.day AS day, s.store_id AS store_id, s.category AS category, s.horizon AS horizon,
    countIf(s.stockout = 0) AS days, countIf(s.stockout > 0) AS sold_out,
    -- decimals, so that the sums do not depend on the order of rows
    toFloat64(sumIf(toDecimal64(s.actual, 6), s.stockout = 0)) AS actual,
    toFloat64(sumIf(toDecimal64(abs(s.actual - s.q50), 6), s.stockout = 0)) AS missed,
    toFloat64(sumIf(toDecimal64(abs(s.actual - s.naive), 6), s.stockout = 0)) AS naive_missed,
    toFloat64(sumIf(toDecimal64(s.mean - s.actual, 6), s.stockout = 0)) AS bias,
    toFloat64(sumIf(toDecimal64(s.pinball, 6), s.stockout = 0)) AS pinball,
    sumIf(s.in50, s.stockout = 0) AS in50, sumIf(s.in90, s.stockout = 0) AS in90
FROM forecast_score AS s
WHERE s.day = {day:Date}
GROUP BY day, store_id, category, horizon
