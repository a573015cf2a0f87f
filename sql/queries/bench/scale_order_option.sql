-- What other quantities of the newest sheets would bring.
INSERT INTO order_option
SELECT toDate({last:Date}) + 1, store_id, product_id, 6 * o.number, .5 + o.number / 20, 8, 1, 1, 100, 120, 900, 40 * o.number, o.number = 2, '多订会多扔', 'more would be thrown away'
FROM (SELECT store_id, product_id, any(category) AS category FROM fact_demand GROUP BY store_id, product_id ORDER BY sum(quantity) DESC, product_id LIMIT 300 BY store_id) AS top
CROSS JOIN numbers(6) AS o
