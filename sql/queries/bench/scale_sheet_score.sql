-- What the sheets of a day were worth.
INSERT INTO sheet_score
SELECT toDate({day:Date}) AS d, d - 1, store_id, product_id, category, 12, 8, 9, 0, cityHash64(product_id) % 2, 100, 50, 120, 40
FROM (SELECT store_id, product_id, any(category) AS category FROM fact_demand GROUP BY store_id, product_id ORDER BY sum(quantity) DESC, product_id LIMIT 300 BY store_id) AS top
