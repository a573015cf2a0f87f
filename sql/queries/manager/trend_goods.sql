-- Sales and orders of a category or product by day of the order.
-- reads days: from..to, before..before_to
SELECT f.business_day AS day, sum(f.amount) AS amount, toUInt64(sum(f.orders)) AS orders
FROM fact_goods AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.orders > 0
  AND f.product_id = {product:String} AND ({category:String} = '' OR f.category = {category:String})
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
GROUP BY day
ORDER BY day
