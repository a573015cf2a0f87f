-- Price bands of the categories that are not sensitive: bands part the chain's units of a category by the rank of the unit price paid,
-- units of one price together at the middle of theirs: 1 is the cheapest quarter.
bands AS
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
