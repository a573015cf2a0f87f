-- The same of a category or a product. Sales are by the day of the order; waste and stock-outs by the day on which goods were there.
-- reads days: from..to, before..before_to
SELECT toUInt8(f.business_day >= {from:Date}) AS current, countIf(f.lines > 0) AS store_days, toUInt64(sum(f.orders)) AS orders, sum(f.amount) AS amount, sum(f.units) AS units, sum(f.cost) AS cost,
       toUInt64(0) AS buyer_days, toUInt64(0) AS repeat_days, toUInt64(0) AS new_buyers, sum(f.refunded) AS refunded, toUInt64(sum(f.after_sale)) AS after_sale, sum(f.waste_cost) AS waste,
       sum(f.stockout) AS stockout_weighted, toUInt64(sum(f.on_sale)) AS product_days
FROM fact_goods AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
  AND f.product_id = {product:String} AND ({category:String} = '' OR f.category = {category:String})
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
GROUP BY current
ORDER BY current
