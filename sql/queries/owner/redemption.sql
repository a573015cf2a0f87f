-- Orders of a store that wait to be picked up, the longest wait first. Customers are pseudonyms.
SELECT l.order_id AS order_id, upper(leftPad(hex(sipHash64(any(l.store_id), any(l.user_id)) % 16777216), 6, '0')) AS customer,
       any(l.community_id) AS community_id, any(if(c.name = '', l.community_id, c.name)) AS community,
       min(l.pickup_date) AS pickup_date, any(l.status) AS status, count() AS lines, sum(toFloat64(l.quantity)) AS units, sum(l.amount) AS amount,
       arrayStringConcat(groupArray(concat(if(p.name = '', l.product_id, p.name), ' ×', toString(toFloat64(l.quantity)))), '; ') AS contents
FROM fact_order_line AS l
LEFT JOIN (SELECT product_id, name FROM product FINAL) AS p ON p.product_id = l.product_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = l.community_id
WHERE l.business_day BETWEEN {day:Date} - 13 AND {day:Date} AND l.store_id = {store:String} AND l.status IN ('placed', 'paid', 'ready')
  AND (l.status = 'ready' OR (l.pickup_date > '1970-01-01' AND l.pickup_date < {day:Date}))
GROUP BY order_id
ORDER BY pickup_date, order_id
LIMIT 2000
