-- One line of a store's order sheet as it was advised, with what was ordered instead; below 0: nothing else.
-- reads days: as_of
SELECT s.product_id AS product_id, toFloat64(s.quantity) AS advised, toFloat64(s.pack_size) AS pack_size, s.day AS day,
       if(c.there = 1, c.quantity, -1.) AS changed
FROM order_sheet AS s
LEFT JOIN (SELECT product_id, quantity, 1 AS there FROM order_change FINAL WHERE store_id = {store:String} AND as_of = {as_of:Date}) AS c ON c.product_id = s.product_id
WHERE s.store_id = {store:String} AND s.as_of = {as_of:Date} AND s.product_id = {product:String}
LIMIT 1
