-- The same of a category or a product.
-- reads days: from..to, before..before_to
SELECT toUInt8(f.business_day >= {from:Date}) AS current, uniqExact(f.buyer_hash) AS buyers
FROM fact_order_line AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.sold = 1 AND f.buyer_hash != 0
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String}
      AND f.category IN (SELECT b.category FROM fact_board AS b WHERE (b.business_day BETWEEN {from:Date} AND {to:Date} OR b.business_day BETWEEN {before:Date} AND {before_to:Date}) AND b.level = 'product' AND b.product_id = {product:String}))
GROUP BY current
ORDER BY current
