-- Sums of stores over a period (current = 1) and over the one that it is compared with.
-- reads days: from..to, before..before_to
SELECT toUInt8(f.business_day >= {from:Date}) AS current, count() AS store_days, toUInt64(sum(f.orders)) AS orders, sum(f.amount) AS amount, sum(f.units) AS units, sum(f.cost) AS cost,
       toUInt64(sum(f.buyers)) AS buyer_days, toUInt64(sum(f.repeat_buyers)) AS repeat_days, toUInt64(sum(f.new_buyers)) AS new_buyers,
       sum(f.refunded_amount) AS refunded, toUInt64(sum(f.after_sale_orders)) AS after_sale, sum(f.waste_cost) AS waste,
       sum(f.stockout_rate * f.active_products) AS stockout_weighted, toUInt64(sum(f.active_products)) AS product_days
FROM fact_store AS f
WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date})
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
GROUP BY current
ORDER BY current
