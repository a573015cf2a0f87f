-- Products of stores on offer (sold, shown, opened or received), those that sold, and what became of what was received.
SELECT current, count() AS offered, countIf(sold > 0) AS active, sumIf(received, received > 0) AS received_units, sumIf(least(sold, received), received > 0) AS sold_units,
       countIf(received > 0) AS received_products
FROM
(
    SELECT current, store_id, product_id, sum(sold) AS sold, sum(received) AS received
    FROM
    (
        SELECT toUInt8(f.business_day >= {from:Date}) AS current, f.store_id AS store_id, f.product_id AS product_id, sum(f.quantity) AS sold, 0. AS received
        FROM fact_demand AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.quantity > 0
          AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
        GROUP BY current, store_id, product_id
        UNION ALL
        SELECT toUInt8(f.business_day >= {from:Date}) AS current, f.store_id AS store_id, f.product_id AS product_id, 0., 0.
        FROM fact_click AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.action IN ('impression', 'view') AND f.product_id != ''
          AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String})) AND ({product:String} = '' OR f.product_id = {product:String})
        GROUP BY current, store_id, product_id
        UNION ALL
        SELECT toUInt8(f.business_day >= {from:Date}) AS current, f.store_id AS store_id, f.product_id AS product_id, 0., toFloat64(sum(f.quantity))
        FROM stock AS f FINAL
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.kind = 'receipt'
          AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String})) AND ({product:String} = '' OR f.product_id = {product:String})
        GROUP BY current, store_id, product_id
    )
    GROUP BY current, store_id, product_id
)
GROUP BY current
ORDER BY current
