-- The same funnel of a category or a product; clicks are those of the products that are in the category today. Adds up the projection
-- product_action, of some stores the clicks themselves.
-- reads days: from..to, before..before_to
SELECT current, sum(impressions) AS impressions, sum(views) AS views, sum(carts) AS carts, sum(orders) AS orders, sum(sold) AS sold, sum(picked_up) AS picked_up
FROM
(
    SELECT toUInt8(day >= {from:Date}) AS current, sumIf(n, action = 'impression') AS impressions, sumIf(n, action = 'view') AS views, sumIf(n, action = 'add_to_cart') AS carts,
           toUInt64(0) AS orders, toUInt64(0) AS sold, toUInt64(0) AS picked_up
    FROM
    (
        SELECT f.business_day AS day, f.product_id AS product, f.action AS action, sum(f.clicks) AS n
        FROM fact_click AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
          AND ({category:String} = '' OR f.product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String})) AND ({product:String} = '' OR f.product_id = {product:String})
          AND ({store:String} = '' OR f.store_id = {store:String})
          AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
        GROUP BY day, product, action
    )
    GROUP BY current
    UNION ALL
    SELECT toUInt8(f.business_day >= {from:Date}) AS current, toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(sum(f.placed)), toUInt64(sum(f.orders)), toUInt64(sum(f.fetched))
    FROM fact_goods AS f
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
      AND f.product_id = {product:String} AND ({category:String} = '' OR f.category = {category:String})
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
    GROUP BY current
)
GROUP BY current
ORDER BY current
