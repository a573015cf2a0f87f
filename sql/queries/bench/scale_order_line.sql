-- Order lines of one day, from its orders of one event each.
INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, campaign_id, share_id, ordered_at, hour, pickup_date,
    status, sold, quantity, unit_price, discount, amount, cost)
SELECT business_day, order_id, toUInt16(l.1), store_id, community_id, user_id, l.2 AS goods, p.category, campaign_id, share_id, event_time, hour, pickup_date,
    'picked_up', 1, l.3 AS units, l.4, l.5, toInt64(floor(units * l.4 + 0.5)) - l.5, toInt64(floor(units * p.cost + 0.5))
FROM (SELECT *, arrayJoin(arrayZip(arrayEnumerate(`lines.product_id`), `lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`)) AS l FROM order_event WHERE business_day = {day:Date}) AS o
LEFT JOIN (SELECT product_id, category, cost FROM product FINAL) AS p ON p.product_id = o.l.2
