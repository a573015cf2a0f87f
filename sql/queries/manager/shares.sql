-- What shares brought in a period (current = 1) and in the one that it is compared with.
-- reads days: from..to, before..before_to
SELECT toUInt8(f.business_day >= {from:Date}) AS current, toUInt64(sum(f.shares)) AS shares, toUInt64(sum(f.visitors)) AS visitors,
       toUInt64(sum(f.buyers)) AS buyers, toUInt64(sum(f.new_buyers)) AS new_buyers, toUInt64(sum(f.orders)) AS orders, sum(f.amount) AS amount
FROM fact_share AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String})) AND ({product:String} = '' OR f.product_id = {product:String})
GROUP BY current
ORDER BY current
