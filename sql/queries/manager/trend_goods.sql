-- Sales and orders of a category or product by day of the order.
SELECT f.business_day AS day, sum(f.amount) AS amount, uniqExact(cityHash64(f.order_id)) AS orders
FROM fact_order_line AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.sold = 1
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
GROUP BY day
ORDER BY day
