-- Open orders of a store line by line, by customer: what goes into whose bag. Customers are pseudonyms.
-- reads days: day - 13..day
SELECT l.order_id AS order_id, upper(leftPad(hex(sipHash64(l.store_id, l.user_id) % 16777216), 6, '0')) AS customer,
       l.community_id AS community_id, if(c.name = '', l.community_id, c.name) AS community, l.product_id AS product_id,
       if(p.name = '', l.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit, toFloat64(l.quantity) AS units,
       l.pickup_date AS pickup_date, l.status AS status
FROM fact_order_line AS l
LEFT JOIN (SELECT product_id, name, name_en, unit FROM product FINAL) AS p ON p.product_id = l.product_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = l.community_id
WHERE l.business_day BETWEEN {day:Date} - 13 AND {day:Date} AND l.store_id = {store:String} AND l.status IN ('placed', 'paid')
  AND NOT (l.pickup_date > '1970-01-01' AND l.pickup_date < {day:Date})
ORDER BY pickup_date, customer, order_id, l.line
LIMIT 5000
