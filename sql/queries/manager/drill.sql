-- Sales by city, store or category ({by}), by the day of the order, with the period compared.
-- include manager/board.part
-- reads days: from..to, before..before_to
SELECT d.id AS id, multiIf({by:String} = 'city', d.id, {by:String} = 'store', s.name, c.name) AS name, c.name_en AS name_en, if({by:String} = 'store', s.city, '') AS note,
       d.amount AS amount, d.before_amount AS before_amount, d.orders AS orders, d.units AS units, d.stores AS stores, d.total AS total
FROM
(
    SELECT *, sum(amount) OVER () AS total
    FROM
    (
        SELECT if({by:String} = 'city', toString(s.city), toString(f.part)) AS id, sum(f.sold_for) AS amount, sum(f.sold_for_before) AS before_amount, sum(f.sold_in) AS orders, sum(f.sold_units) AS units, sum(f.in_stores) AS stores
        FROM
        (
            SELECT if({by:String} = 'category', b.category, b.store_id) AS part, sumIf(b.amount, b.current = 1) AS sold_for, sumIf(b.amount, b.current = 0) AS sold_for_before, sumIf(b.orders, b.current = 1) AS sold_in,
                   sumIf(b.units, b.current = 1) AS sold_units, uniqExactIf(cityHash64(b.store_id), b.current = 1) AS in_stores
            FROM board AS b
            WHERE b.orders > 0 OR {level:String} = 'store'
            GROUP BY part
        ) AS f
        LEFT JOIN (SELECT store_id, city FROM store FINAL WHERE {by:String} = 'city') AS s ON s.store_id = f.part
        GROUP BY id
    )
    ORDER BY amount DESC, id
    LIMIT {rows:UInt32}
) AS d
LEFT JOIN (SELECT store_id, name, city FROM store FINAL WHERE {by:String} = 'store') AS s ON s.store_id = d.id
LEFT JOIN (SELECT toString(category) AS category, name, name_en FROM category FINAL WHERE {by:String} = 'category') AS c ON c.category = d.id
ORDER BY amount DESC, id
