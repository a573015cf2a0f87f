-- One order of a store that may be ticked off: its state by the events, and whether somebody ticked it before.
SELECT any(l.status) AS status, any(k.there) = 1 AS ticked
FROM fact_order_line AS l
LEFT JOIN (SELECT order_id, 1 AS there FROM pickup_check FINAL WHERE store_id = {store:String} AND order_id = {order:String} AND undone = 0) AS k ON k.order_id = l.order_id
WHERE l.store_id = {store:String} AND l.order_id = {order:String} AND l.status IN ('placed', 'paid', 'ready')
GROUP BY l.order_id
