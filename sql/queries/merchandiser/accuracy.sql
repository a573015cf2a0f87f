-- How far the forecasts up to {day} were off, by category or horizon; days sold out are left out, as nobody knows what would have sold.
-- Money is about: units missed at the mean price of their category. Most money first, horizons in order; rows counts all, not only this page.
-- reads days: ..day
WITH
    (SELECT max(day) FROM forecast_accuracy WHERE day <= {day:Date}) AS last,
    prices AS (SELECT category, avg(price) AS mean FROM product FINAL WHERE price > 0 GROUP BY category),
    parts AS
    (
        SELECT if({by:String} = 'horizon', toString(horizon), toString(category)) AS key, category, min(day) AS first, sum(a_days) AS series, sum(a_out) AS out, sum(a_actual) AS sold, sum(a_missed) AS off,
               sum(a_naive) AS naive_off, sum(a_bias) AS lean, sum(a_in90) AS hits
        FROM
        (
            SELECT f.day AS day, f.horizon AS horizon, f.category AS category, sum(f.days) AS a_days, sum(f.sold_out) AS a_out, sum(f.actual) AS a_actual, sum(f.missed) AS a_missed,
                   sum(f.naive_missed) AS a_naive, sum(f.bias) AS a_bias, sum(f.in90) AS a_in90
            FROM forecast_accuracy AS f
            WHERE f.day > last - {days:UInt16} AND f.day <= last AND ({store:String} = '' OR f.store_id = {store:String}) AND ({category:String} = '' OR f.category = {category:String})
              AND ({by:String} = 'horizon' OR f.horizon = {horizon:UInt8})
            GROUP BY day, horizon, category
        )
        GROUP BY key, category
    ),
    summed AS
    (
        SELECT key, min(p.first) AS since, sum(p.series) AS n, sum(p.out) AS sold_out, sum(p.sold) AS actual_units, sum(p.off) AS missed_units, sum(p.naive_off) AS naive_units, sum(p.lean) AS bias_units, sum(p.hits) AS in90, sum(p.off * m.mean) AS missed_fen
        FROM parts AS p LEFT JOIN prices AS m ON m.category = p.category
        GROUP BY key
    )
SELECT f.key AS key, last AS as_of, f.since AS first, if({by:String} = 'category', c.name, '') AS name, if({by:String} = 'category', c.name_en, '') AS name_en,
       f.n AS series, f.sold_out AS sold_out, f.actual_units AS actual_units, f.missed_units AS missed_units, if(f.actual_units > 0, f.missed_units / f.actual_units, nan) AS wape,
       if(f.actual_units > 0, f.naive_units / f.actual_units, nan) AS naive_wape, if(f.actual_units > 0, f.bias_units / f.actual_units, nan) AS bias_share, if(f.n > 0, f.in90 / f.n, nan) AS covered,
       f.missed_fen AS missed_fen, count() OVER () AS rows
FROM summed AS f
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = f.key
ORDER BY if({by:String} = 'horizon', toFloat64(toUInt8OrZero(f.key)), -f.missed_fen), f.missed_units DESC, f.key
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
