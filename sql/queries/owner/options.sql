-- What other quantities than those of a store's order sheet would lead to.
-- reads days: as_of
SELECT product_id, quantity, service_level, missed_fen, wasted_fen, loss_fen, advised = 1 AS advised
FROM order_option
WHERE as_of = {as_of:Date} AND store_id = {store:String}
ORDER BY product_id, quantity
