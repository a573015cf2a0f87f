-- Open orders of a store by product, with whose bag gets how many: for sorting product by product. Customers are pseudonyms.
-- reads days: day - 13..day
SELECT l.product_id AS product_id, if(p.name = '', l.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit, l.pickup_date AS pickup_date,
       sum(l.units) AS units, count() AS bags,
       arrayStringConcat(arrayMap(x -> concat(x.1, if(x.2 = 1, '', concat('×', toString(x.2)))), arraySort(groupArray((l.customer, l.units)))), '  ') AS bag_list
FROM
(
    SELECT product_id, pickup_date, upper(leftPad(hex(sipHash64(store_id, user_id) % 16777216), 6, '0')) AS customer, sum(toFloat64(quantity)) AS units
    FROM fact_order_line
    WHERE business_day BETWEEN {day:Date} - 13 AND {day:Date} AND store_id = {store:String} AND status IN ('placed', 'paid')
      AND NOT (pickup_date > '1970-01-01' AND pickup_date < {day:Date})
    GROUP BY product_id, pickup_date, customer
) AS l
LEFT JOIN (SELECT product_id, name, name_en, unit FROM product FINAL) AS p ON p.product_id = l.product_id
GROUP BY product_id, name, name_en, unit, pickup_date
ORDER BY pickup_date, units DESC, product_id
LIMIT 2000
