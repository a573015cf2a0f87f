-- Open orders of a store by community and product: what is delivered where.
-- reads days: day - 13..day
SELECT l.community_id AS community_id, if(c.name = '', l.community_id, c.name) AS community, l.product_id AS product_id,
       if(p.name = '', l.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit, l.pickup_date AS pickup_date,
       l.units AS units, l.orders AS orders
FROM
(
    SELECT community_id, product_id, pickup_date, sum(toFloat64(quantity)) AS units, uniqExact(order_id) AS orders
    FROM fact_order_line
    WHERE business_day BETWEEN {day:Date} - 13 AND {day:Date} AND store_id = {store:String} AND status IN ('placed', 'paid')
      AND NOT (pickup_date > '1970-01-01' AND pickup_date < {day:Date})
    GROUP BY community_id, product_id, pickup_date
) AS l
LEFT JOIN (SELECT product_id, name, name_en, unit FROM product FINAL) AS p ON p.product_id = l.product_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = l.community_id
ORDER BY pickup_date, community_id, units DESC, product_id
LIMIT 5000
