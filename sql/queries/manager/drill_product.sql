-- Sales by product, by the day of the order, with the period compared. How many stores sold a product is counted by its days in fact_offer.
-- include manager/board.part
-- reads days: from..to, before..before_to
SELECT d.id AS id, p.name AS name, p.name_en AS name_en, p.category AS note, d.amount AS amount, d.before_amount AS before_amount, d.orders AS orders, d.units AS units, o.stores AS stores, d.total AS total
FROM
(
    SELECT *, sum(amount) OVER () AS total
    FROM
    (
        SELECT toString(f.product_id) AS id, sumIf(f.amount, f.current = 1) AS amount, sumIf(f.amount, f.current = 0) AS before_amount, sumIf(f.orders, f.current = 1) AS orders, sumIf(f.units, f.current = 1) AS units
        FROM board AS f
        WHERE f.orders > 0
        GROUP BY id
    )
    ORDER BY amount DESC, id
    LIMIT {rows:UInt32}
) AS d
LEFT JOIN
(
    SELECT product_id, uniqExact(store) AS stores
    FROM
    (
        SELECT f.product_id AS product_id, cityHash64(f.store_id) AS store, f.ordered AS ordered, greatest(toInt32({from:Date}) - f.block * 64, 0) AS first, least(toInt32({to:Date}) - f.block * 64, 63) AS last
        FROM fact_offer AS f
        WHERE f.block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64)
          AND ({store:String} = '' OR f.store_id = {store:String})
          AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
          AND ({product:String} = '' OR f.product_id = {product:String})
    )
    WHERE bitAnd(bitShiftRight(ordered, toUInt8(first)), bitShiftRight(18446744073709551615, toUInt8(63 - (last - first)))) != 0
    GROUP BY product_id
) AS o ON o.product_id = d.id
LEFT JOIN (SELECT product_id, name, name_en, category FROM product FINAL) AS p ON p.product_id = d.id
ORDER BY amount DESC, id
