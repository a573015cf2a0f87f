-- The chain's figures of a period (current = 1) and of the one before.
SELECT toUInt8(f.business_day >= {from:Date}) AS current, count() AS store_days, toUInt64(sum(f.orders)) AS orders, sum(f.amount) AS amount,
       toUInt64(sum(f.buyers)) AS buyer_days, toUInt64(sum(f.repeat_buyers)) AS repeat_days, toUInt64(sum(f.new_buyers)) AS new_buyers,
       sum(f.refunded_amount) AS refunded, sum(f.waste_cost) AS waste, sum(f.stockout_rate * f.active_products) AS stockout_weighted,
       toUInt64(sum(f.active_products)) AS product_days
FROM fact_store AS f
WHERE f.business_day BETWEEN {before:Date} AND {to:Date}
GROUP BY current
ORDER BY current
