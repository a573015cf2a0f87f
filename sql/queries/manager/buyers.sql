-- Different buyers of a period (current = 1) and of the one that it is compared with. The alias of
-- somebody erased is one per day, no person: it is left out (sales keep it).
SELECT toUInt8(f.business_day >= {from:Date}) AS current, uniqExact(cityHash64(f.user_id)) AS buyers
FROM fact_order_line AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.sold = 1 AND NOT startsWith(f.user_id, '~')
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
GROUP BY current
ORDER BY current
