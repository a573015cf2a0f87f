-- Forecasts of the 300 products that a store sells most, of three nights and fourteen days ahead.
INSERT INTO forecast (as_of, store_id, product_id, day, horizon, mean, q05, q10, q25, q50, q75, q90, q95, naive)
SELECT toDate({last:Date}) - toUInt16(a.number) AS night, store_id, product_id, night + toUInt16(h.number) + 1, toUInt8(h.number + 1), 2.2, 0, 0, 1, 2, 3, 5, 6, 1 + cityHash64(store_id, product_id, h.number) % 4
FROM (SELECT store_id, product_id, any(category) AS category FROM fact_demand GROUP BY store_id, product_id ORDER BY sum(quantity) DESC, product_id LIMIT 300 BY store_id) AS top
CROSS JOIN numbers(3) AS a
CROSS JOIN numbers(14) AS h
