-- How such forecasts did on a day, eight distances ahead.
INSERT INTO forecast_score (day, as_of, store_id, product_id, category, horizon, actual, stockout, mean, q50, naive, pinball, in50, in90)
SELECT toDate({day:Date}) AS d, d - h.h, store_id, product_id, category, h.h, cityHash64(store_id, product_id, d) % 6, if(cityHash64(store_id, product_id, d, 1) % 20 = 0, .3, 0.), 2.4 + (cityHash64(product_id) % 10) / 10, 2,
    cityHash64(store_id, product_id, d, 2) % 5, .4, cityHash64(store_id, product_id, d, 3) % 2, cityHash64(store_id, product_id, d, 4) % 10 != 0
FROM (SELECT store_id, product_id, any(category) AS category FROM fact_demand GROUP BY store_id, product_id ORDER BY sum(quantity) DESC, product_id LIMIT 300 BY store_id) AS top
CROSS JOIN (SELECT toUInt8(arrayJoin([1, 2, 3, 4, 5, 6, 7, 14])) AS h) AS h
