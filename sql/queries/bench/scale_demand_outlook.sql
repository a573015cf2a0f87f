-- What is booked and still to come, three days ahead.
INSERT INTO demand_outlook
SELECT toDate({last:Date}) + 1 AS night, store_id, product_id, night + toUInt16(h.number), 2, .3, 6, 7, 2, 3, 5, 7, 9, 11, 12, 4, 2, 4, 6, 3, 1
FROM (SELECT store_id, product_id, any(category) AS category FROM fact_demand GROUP BY store_id, product_id ORDER BY sum(quantity) DESC, product_id LIMIT 300 BY store_id) AS top
CROSS JOIN numbers(3) AS h
