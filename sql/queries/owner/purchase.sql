-- What to order of whom: the newest order sheet of a store up to a day with the quantities that people changed, by supplier.
-- reads days: day - 1..day
WITH (SELECT max(as_of) FROM order_sheet WHERE store_id = {store:String} AND as_of <= {day:Date} AND as_of >= {day:Date} - 1) AS sheet
SELECT p.supplier AS supplier, s.product_id AS product_id, if(p.name = '', s.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit, s.day AS day,
       if(c.there = 1, c.quantity, toFloat64(s.quantity)) AS quantity, toFloat64(s.quantity) AS advised, toFloat64(s.pack_size) AS pack_size,
       toFloat64(s.booked) AS booked, toInt64(round(quantity * p.cost)) AS cost_fen
FROM order_sheet AS s
LEFT JOIN (SELECT product_id, as_of, quantity, 1 AS there FROM order_change FINAL WHERE store_id = {store:String} AND quantity >= 0) AS c ON c.product_id = s.product_id AND c.as_of = s.as_of
LEFT JOIN (SELECT product_id, name, name_en, unit, supplier, cost FROM product FINAL) AS p ON p.product_id = s.product_id
WHERE s.store_id = {store:String} AND s.as_of = sheet AND quantity > 0
ORDER BY supplier = '', supplier, day, quantity DESC, product_id
LIMIT 2000
