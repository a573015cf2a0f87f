-- How far users differ in what they pay, from one in {sample} users: sums and sums of squares over users of their units n and spend m,
-- and of the part of both in a band (see community_price_bands), x and y. The empty category is all that are not sensitive.
-- A Decimal(18, 3) is stored as the number of thousandths: reinterpreted, it costs nothing.
WITH
-- include models/community_price.part
    , lines AS
    (
        SELECT l.user_id AS user_id, toString(l.category) AS category, b.band AS line_band, sum(units) AS line_units, sum(amount) AS line_spend
        FROM
        (
            SELECT user_id, category, amount, reinterpretAsInt64(quantity) AS units, intDiv(amount * 1000, units) AS price
            FROM fact_order_line
            WHERE sold AND quantity > 0 AND amount >= 0 AND community_id != '' AND NOT startsWith(user_id, '~') AND cityHash64(user_id) % {sample:UInt32} = 0
                AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
        ) AS l
        INNER JOIN bands AS b ON b.category = l.category AND b.price = l.price
        GROUP BY user_id, category, line_band
    )
SELECT
    category, toInt64(band) AS band, toInt64(count()) AS users,
    toFloat64(sum(units)) AS n, toFloat64(sum(units * units)) AS nn, toFloat64(sum(units_in)) AS x,
    toFloat64(sum(units_in * units_in)) AS xx, toFloat64(sum(units_in * units)) AS xn,
    toFloat64(sum(spend)) AS m, toFloat64(sum(spend * spend)) AS mm, toFloat64(sum(spend_in)) AS y,
    toFloat64(sum(spend_in * spend_in)) AS yy, toFloat64(sum(spend_in * spend)) AS ym
FROM
(
    SELECT scope AS category, user_id, toInt128(sum(line_units)) AS units, toInt128(sum(line_spend)) AS spend,
        sumMap([line_band], [toInt128(line_units)]) AS units_by, sumMap([line_band], [toInt128(line_spend)]) AS spend_by
    FROM lines
    ARRAY JOIN [category, ''] AS scope
    GROUP BY scope, user_id
)
ARRAY JOIN [1, 2, 3, 4] AS band, arrayMap(b -> units_by.2[indexOf(units_by.1, b)], [1, 2, 3, 4]) AS units_in,
    arrayMap(b -> spend_by.2[indexOf(spend_by.1, b)], [1, 2, 3, 4]) AS spend_in
GROUP BY category, band
ORDER BY category, band
