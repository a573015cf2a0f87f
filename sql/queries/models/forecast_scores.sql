-- Published forecasts for one day against what that day sold; a store that did not report the day is left out.
WITH [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95] AS levels
SELECT
    f.day AS day, f.as_of AS as_of, f.store_id AS store_id, f.product_id AS product_id,
    p.category AS category, f.horizon AS horizon,
    d.quantity AS actual, d.stockout AS stockout, f.mean AS mean, f.q50 AS q50, f.naive AS naive,
    2 * arrayAvg((q, level) -> if(actual >= q, level * (actual - q), (1 - level) * (q - actual)),
        [f.q05, f.q10, f.q25, f.q50, f.q75, f.q90, f.q95], levels) AS pinball,
    toUInt8(actual BETWEEN f.q25 AND f.q75) AS in50,
    toUInt8(actual BETWEEN f.q05 AND f.q95) AS in90
FROM forecast AS f
LEFT JOIN (SELECT * FROM fact_demand WHERE business_day = {day:Date}) AS d ON d.store_id = f.store_id AND d.product_id = f.product_id
LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = f.product_id
WHERE f.day = {day:Date} AND f.as_of < f.day
    AND f.store_id IN (SELECT store_id FROM fact_store WHERE business_day = {day:Date})
