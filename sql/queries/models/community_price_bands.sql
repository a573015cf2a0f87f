-- Units and spend per community, category and price band in the window. Bands part the chain's units of a category by the rank of the
-- unit price paid, units of one price together at the middle of theirs: 1 is the cheapest quarter.
-- A Decimal(18, 3) is stored as the number of thousandths: reinterpreted, it costs nothing.
WITH bands AS
(
    SELECT category, price, toUInt8(1 + least(3, intDiv(4 * (2 * before + weight), 2 * total))) AS band,
        min(price) OVER (PARTITION BY category, band) AS from_fen, max(price) OVER (PARTITION BY category, band) AS to_fen
    FROM
    (
        SELECT category, price, weight, sum(weight) OVER (PARTITION BY category ORDER BY price ROWS UNBOUNDED PRECEDING) - weight AS before,
            sum(weight) OVER (PARTITION BY category) AS total
        FROM
        (
            SELECT category, intDiv(amount * 1000, reinterpretAsInt64(quantity)) AS price, sum(toUInt64(reinterpretAsInt64(quantity))) AS weight
            FROM fact_order_line
            WHERE sold AND quantity > 0 AND amount >= 0 AND category != '' AND category NOT IN {sensitive:Array(String)}
                AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
            GROUP BY category, price
        )
    )
)
SELECT
    toString(l.community_id) AS community_id, toString(l.category) AS category, toInt64(b.band) AS band,
    toInt64(any(b.from_fen)) AS from_fen, toInt64(any(b.to_fen)) AS to_fen, toInt64(sum(units)) AS milli_units, toInt64(sum(amount)) AS spend_fen
FROM
(
    SELECT community_id, category, amount, reinterpretAsInt64(quantity) AS units, intDiv(amount * 1000, units) AS price
    FROM fact_order_line
    WHERE sold AND quantity > 0 AND amount >= 0 AND community_id != '' AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
) AS l
INNER JOIN bands AS b ON b.category = l.category AND b.price = l.price
GROUP BY community_id, category, band
ORDER BY community_id, category, band
