-- Sales and orders of stores by day.
-- reads days: from..to, before..before_to
SELECT f.business_day AS day, sum(f.amount) AS amount, toUInt64(sum(f.orders)) AS orders
FROM fact_store AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
GROUP BY day
ORDER BY day
