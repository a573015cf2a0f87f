-- The same of a category or a product.
-- reads days: from..to
SELECT toUInt8(toDayOfWeek(f.business_day)) AS weekday, f.hour AS hour, uniqExact(f.order_hash) AS orders
FROM fact_order_line AS f
WHERE f.business_day BETWEEN {from:Date} AND {to:Date} AND f.sold = 1
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String}
      AND f.category IN (SELECT b.category FROM fact_board AS b WHERE b.business_day BETWEEN {from:Date} AND {to:Date} AND b.level = 'product' AND b.product_id = {product:String}))
GROUP BY weekday, hour
ORDER BY weekday, hour
