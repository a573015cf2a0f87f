-- Where the forecasts missed the most money: units missed at the list price, per store and product, over the days up to {day}.
-- reads days: ..day
WITH
    (SELECT max(day) FROM forecast_score WHERE day <= {day:Date}) AS last,
    sums AS
    (
        SELECT f.store_id AS store_id, f.product_id AS product_id, countIf(f.stockout = 0) AS series, countIf(f.stockout > 0) AS sold_out, sumIf(f.actual, f.stockout = 0) AS actual_units,
               sumIf(abs(f.actual - f.q50), f.stockout = 0) AS missed_units, sumIf(abs(f.actual - f.naive), f.stockout = 0) AS naive_units, sumIf(f.mean - f.actual, f.stockout = 0) AS bias_units
        FROM forecast_score AS f
        WHERE f.day > last - {days:UInt16} AND f.day <= last AND f.horizon = {horizon:UInt8} AND ({store:String} = '' OR f.store_id = {store:String}) AND ({category:String} = '' OR f.category = {category:String})
        GROUP BY store_id, product_id
        HAVING series > 0
    ),
    worst AS
    (
        SELECT toString(s.store_id) AS store_id, toString(s.product_id) AS product_id, s.series AS series, s.sold_out AS sold_out, s.actual_units AS actual_units, s.missed_units AS missed_units, s.naive_units AS naive_units,
               s.bias_units AS bias_units, s.missed_units * p.price AS missed_fen, s.bias_units * p.price AS bias_fen
        FROM sums AS s
        LEFT JOIN (SELECT product_id, price FROM product FINAL) AS p ON p.product_id = s.product_id
        ORDER BY missed_fen DESC, store_id, product_id
        LIMIT 40
    )
SELECT f.store_id AS store_id, if(st.name = '', f.store_id, st.name) AS store, f.product_id AS product_id, if(p.name = '', f.product_id, p.name) AS name, p.name_en AS name_en,
       last AS as_of, f.series AS series, f.sold_out AS sold_out, f.actual_units AS actual_units, f.missed_units AS missed_units, f.naive_units AS naive_units, f.bias_units AS bias_units, f.missed_fen AS missed_fen, f.bias_fen AS bias_fen
FROM worst AS f
LEFT JOIN (SELECT product_id, name, name_en FROM product FINAL) AS p ON p.product_id = f.product_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = f.store_id
ORDER BY missed_fen DESC, store_id, product_id
