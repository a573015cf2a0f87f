-- The same of a category or a product. Sales are by the day of the order; waste and stock-outs by the day on which goods were there.
SELECT current, sum(store_days) AS store_days, sum(orders) AS orders, sum(amount) AS amount, sum(units) AS units, sum(cost) AS cost, toUInt64(0) AS buyer_days, toUInt64(0) AS repeat_days,
       toUInt64(0) AS new_buyers, sum(refunded) AS refunded, sum(after_sale) AS after_sale, sum(waste) AS waste, sum(stockout_weighted) AS stockout_weighted, sum(product_days) AS product_days
FROM
(
    SELECT toUInt8(f.business_day >= {from:Date}) AS current, uniqExact(f.business_day, f.store_id) AS store_days, uniqExactIf(cityHash64(f.order_id), f.sold = 1) AS orders, sumIf(f.amount, f.sold = 1) AS amount,
           toFloat64(sumIf(f.quantity, f.sold = 1)) AS units, sumIf(f.cost, f.sold = 1) AS cost, sumIf(f.amount, f.status = 'refunded') AS refunded,
           uniqExactIf(cityHash64(f.order_id), f.status = 'refunded') AS after_sale, toInt64(0) AS waste, 0. AS stockout_weighted, toUInt64(0) AS product_days
    FROM fact_order_line AS f
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
      AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
    GROUP BY current
    UNION ALL
    SELECT toUInt8(f.business_day >= {from:Date}) AS current, toUInt64(0), toUInt64(0), toInt64(0), 0., toInt64(0), toInt64(0), toUInt64(0), sum(f.waste_cost), sum(if(f.quantity > 0, f.stockout, 0.)), countIf(f.quantity > 0)
    FROM fact_demand AS f
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
      AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
  AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
    GROUP BY current
)
GROUP BY current
ORDER BY current
