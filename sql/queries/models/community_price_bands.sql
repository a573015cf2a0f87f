-- Units and spend per community, category and price band in the window.
-- A Decimal(18, 3) is stored as the number of thousandths: reinterpreted, it costs nothing.
WITH
-- include models/community_price.part
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
