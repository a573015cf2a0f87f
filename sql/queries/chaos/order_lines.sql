-- Every order line of the daily facts, order by order.
SELECT toString(business_day) AS day, order_id, line, status, sold, store_id, community_id, user_id, product_id, category, campaign_id, share_id,
    toUnixTimestamp64Milli(ordered_at) AS at, hour, toString(pickup_date) AS pickup, toInt64(quantity * 1000) AS thousandths,
    unit_price, discount, amount, cost
FROM fact_order_line
ORDER BY order_id, line, status
