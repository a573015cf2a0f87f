-- The same of one product.
-- reads days: from..to, before..before_to
SELECT toUInt8(f.day >= {from:Date}) AS current, count() AS scored, sum(f.actual) AS actual, sum(abs(f.actual - f.q50)) AS missed, sum(abs(f.actual - f.naive)) AS naive_missed, sum(f.mean - f.actual) AS bias
FROM forecast_score AS f
WHERE (f.day BETWEEN {from:Date} AND {to:Date} OR f.day BETWEEN {before:Date} AND {before_to:Date}) AND f.horizon = 1 AND f.stockout = 0
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
GROUP BY current
ORDER BY current
