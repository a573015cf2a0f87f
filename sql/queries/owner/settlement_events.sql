-- Events of the orders of which any event fell on a store's day, each once, with those of the days around. Quantities in thousandths.
-- Most lines are looked at only to see that they are of other orders: PREWHERE, so that nothing else of these is read.
SELECT event_id, order_id, toString(status) AS status, event_time, business_day, ingested_at, `lines.product_id` AS products,
       arrayMap(q -> toInt64(q * 1000), `lines.quantity`) AS quantities, `lines.unit_price` AS prices, `lines.discount` AS discounts
FROM order_event
PREWHERE store_id = {store:String} AND business_day BETWEEN {day:Date} - 45 AND {day:Date} + 120
  AND order_id IN (SELECT order_id FROM order_event WHERE store_id = {store:String} AND business_day = {day:Date})
ORDER BY event_id, _topic, _partition, _offset
LIMIT 1 BY event_id
