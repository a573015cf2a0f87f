-- Order sheets of a day.
INSERT INTO order_sheet
SELECT toDate({day:Date}) + 1 AS night, store_id, product_id, night + 1, 6 * (cityHash64(store_id, product_id, night) % 4), cityHash64(store_id, product_id, night) % 4, 6, 8.5, 4, 14, 2, cityHash64(product_id) % 5, 0, .8, 300, 250,
    100 + cityHash64(store_id, product_id) % 3000, '周六比平时多三成，已预订 6 份，冰柜还有 4 份', 'Saturdays sell a third more; 6 booked, 4 left in the freezer'
FROM (SELECT store_id, product_id, any(category) AS category FROM fact_demand GROUP BY store_id, product_id ORDER BY sum(quantity) DESC, product_id LIMIT 300 BY store_id) AS top
