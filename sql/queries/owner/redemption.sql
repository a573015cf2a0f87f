-- Orders of a store that wait to be picked up, the longest wait first, those ticked off at the counter last. Customers are pseudonyms. What is in an
-- order comes as lists side by side, in the order of its lines, for the page to say in its language.
-- reads days: day - 13..day
WITH arraySort(groupArray((l.line, if(p.name = '', toString(l.product_id), p.name), p.name_en, toString(p.unit), toFloat64(l.quantity)))) AS parts
SELECT l.order_id AS order_id, upper(leftPad(hex(sipHash64(any(l.store_id), any(l.user_id)) % 16777216), 6, '0')) AS customer,
       any(l.community_id) AS community_id, any(if(c.name = '', l.community_id, c.name)) AS community,
       min(l.pickup_date) AS pickup_date, any(l.status) AS status, count() AS lines, sum(toFloat64(l.quantity)) AS units, sum(l.amount) AS amount,
       parts.2 AS names, parts.3 AS names_en, parts.4 AS units_of, parts.5 AS quantities,
       any(k.there) = 1 AS ticked, any(k.who) AS who, any(k.at) AS ticked_at
FROM fact_order_line AS l
LEFT JOIN (SELECT product_id, name, name_en, unit FROM product FINAL) AS p ON p.product_id = l.product_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = l.community_id
LEFT JOIN (SELECT order_id, who, at, 1 AS there FROM pickup_check FINAL WHERE store_id = {store:String} AND undone = 0) AS k ON k.order_id = l.order_id
WHERE l.business_day BETWEEN {day:Date} - 13 AND {day:Date} AND l.store_id = {store:String} AND l.status IN ('placed', 'paid', 'ready')
  AND (l.status = 'ready' OR (l.pickup_date > '1970-01-01' AND l.pickup_date < {day:Date}))
GROUP BY order_id
ORDER BY ticked, pickup_date, order_id
LIMIT 2000
