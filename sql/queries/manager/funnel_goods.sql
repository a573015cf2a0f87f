-- The same funnel of a category or a product.
SELECT current, sum(impressions) AS impressions, sum(views) AS views, sum(carts) AS carts, sum(orders) AS orders, sum(sold) AS sold, sum(picked_up) AS picked_up
FROM
(
    SELECT toUInt8(f.business_day >= {from:Date}) AS current, sumIf(f.clicks, f.action = 'impression') AS impressions, sumIf(f.clicks, f.action = 'view') AS views, sumIf(f.clicks, f.action = 'add_to_cart') AS carts,
           toUInt64(0) AS orders, toUInt64(0) AS sold, toUInt64(0) AS picked_up
    FROM fact_click AS f
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
      AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String})) AND ({product:String} = '' OR f.product_id = {product:String})
    GROUP BY current
    UNION ALL
    SELECT toUInt8(f.business_day >= {from:Date}) AS current, toUInt64(0), toUInt64(0), toUInt64(0), uniqExact(f.order_id), uniqExactIf(f.order_id, f.sold = 1), uniqExactIf(f.order_id, f.status = 'picked_up')
    FROM fact_order_line AS f
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
      AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
    GROUP BY current
)
GROUP BY current
ORDER BY current
