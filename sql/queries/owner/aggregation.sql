-- Open orders of a store added up by product and pickup day.
-- reads days: day - 13..day
SELECT l.product_id AS product_id, if(p.name = '', l.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit,
       p.supplier AS supplier, l.pickup_date AS pickup_date, l.units AS units, l.orders AS orders, l.amount AS amount
FROM
(
    SELECT product_id, pickup_date, sum(toFloat64(quantity)) AS units, uniqExact(order_id) AS orders, sum(amount) AS amount
    FROM fact_order_line
    WHERE business_day BETWEEN {day:Date} - 13 AND {day:Date} AND store_id = {store:String} AND status IN ('placed', 'paid')
      AND NOT (pickup_date > '1970-01-01' AND pickup_date < {day:Date})
    GROUP BY product_id, pickup_date
) AS l
LEFT JOIN (SELECT product_id, name, name_en, unit, supplier FROM product FINAL) AS p ON p.product_id = l.product_id
ORDER BY pickup_date, units DESC, product_id
LIMIT 2000
