-- How far the forecasts up to {day} were off, by store; days sold out are left out, as nobody knows what would have sold.
-- Money is about: units missed at the mean price of their category. Most money first; rows counts all, not only this page.
-- reads days: ..day
WITH
    (SELECT max(day) FROM forecast_accuracy WHERE day <= {day:Date}) AS last,
    prices AS (SELECT category, avg(price) AS mean FROM product FINAL WHERE price > 0 GROUP BY category),
    parts AS
    (
        SELECT toString(store_id) AS key, category, min(day) AS first,
               sum(days) AS series, sum(sold_out) AS out, sum(forecast_accuracy.actual) AS sold, sum(forecast_accuracy.missed) AS off, sum(naive_missed) AS naive_off, sum(forecast_accuracy.bias) AS lean, sum(forecast_accuracy.in90) AS hits
        FROM forecast_accuracy
        WHERE day > last - {days:UInt16} AND day <= last AND ({store:String} = '' OR store_id = {store:String}) AND ({category:String} = '' OR category = {category:String}) AND horizon = {horizon:UInt8}
        GROUP BY key, category
    ),
    summed AS
    (
        SELECT key, min(p.first) AS since, sum(p.series) AS n, sum(p.out) AS sold_out, sum(p.sold) AS actual_units, sum(p.off) AS missed_units, sum(p.naive_off) AS naive_units, sum(p.lean) AS bias_units, sum(p.hits) AS in90, sum(p.off * m.mean) AS missed_fen
        FROM parts AS p LEFT JOIN prices AS m ON m.category = p.category
        GROUP BY key
    )
SELECT f.key AS key, last AS as_of, f.since AS first, st.name AS name, '' AS name_en,
       f.n AS series, f.sold_out AS sold_out, f.actual_units AS actual_units, f.missed_units AS missed_units, if(f.actual_units > 0, f.missed_units / f.actual_units, nan) AS wape,
       if(f.actual_units > 0, f.naive_units / f.actual_units, nan) AS naive_wape, if(f.actual_units > 0, f.bias_units / f.actual_units, nan) AS bias_share, if(f.n > 0, f.in90 / f.n, nan) AS covered,
       f.missed_fen AS missed_fen, count() OVER () AS rows
FROM summed AS f
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = f.key
ORDER BY -f.missed_fen, f.missed_units DESC, f.key
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
