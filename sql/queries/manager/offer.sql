-- Products of stores on offer (sold, shown, opened or received), those that sold, and what became of what was received. A product of a
-- store is known by the hash of both ids, which is quicker to group by than two texts; two of them alike would be seen once in 10^7 such tables.
SELECT current, count() AS offered, countIf(sold > 0) AS active, sumIf(received, received > 0) AS received_units, sumIf(least(sold, received), received > 0) AS sold_units,
       countIf(received > 0) AS received_products
FROM
(
    SELECT pair, current, sum(sold) AS sold, sum(received) AS received
    FROM
    (
        SELECT cityHash64(f.store_id, f.product_id) AS pair, toUInt8(f.business_day >= {from:Date}) AS current, sum(f.quantity) AS sold, 0. AS received
        FROM fact_demand AS f
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.quantity > 0
          AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
        GROUP BY pair, current
        UNION ALL
        SELECT pair, arrayJoin(if(seen = 3, [toUInt8(0), toUInt8(1)], [toUInt8(seen = 2)])) AS current, 0., 0.
        FROM
        (
            SELECT cityHash64(f.store_id, f.product_id) AS pair, groupBitOr(if(f.business_day >= {from:Date}, toUInt8(2), toUInt8(1))) AS seen
            FROM fact_click AS f
            WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.action IN ('impression', 'view') AND f.product_id != ''
              AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String})) AND ({product:String} = '' OR f.product_id = {product:String})
            GROUP BY pair
        )
        UNION ALL
        SELECT cityHash64(f.store_id, f.product_id) AS pair, toUInt8(f.business_day >= {from:Date}) AS current, 0., toFloat64(sum(f.quantity))
        FROM stock AS f FINAL
        WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.kind = 'receipt'
          AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String})) AND ({product:String} = '' OR f.product_id = {product:String})
        GROUP BY pair, current
    )
    GROUP BY pair, current
)
GROUP BY current
ORDER BY current
