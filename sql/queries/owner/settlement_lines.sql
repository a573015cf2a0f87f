-- Order lines of a store's day as the facts have them, by order. Customers are pseudonyms.
-- reads days: day
SELECT l.order_id AS order_id, upper(leftPad(hex(sipHash64(l.store_id, l.user_id) % 16777216), 6, '0')) AS customer, l.ordered_at AS ordered_at, l.line AS line,
       l.product_id AS product_id, if(p.name = '', l.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit, toString(l.status) AS status, l.sold AS sold,
       toFloat64(l.quantity) AS quantity, l.unit_price AS unit_price, l.discount AS discount, l.amount AS amount
FROM fact_order_line AS l
LEFT JOIN (SELECT product_id, name, name_en, unit FROM product FINAL) AS p ON p.product_id = l.product_id
WHERE l.business_day = {day:Date} AND l.store_id = {store:String}
ORDER BY ordered_at, order_id, line, status
LIMIT 200000
