-- Goods on hand of which, by the last order sheet, some will spoil although none are ordered: five per store by what they cost. Goods
-- that keep for longer than two weeks can wait.
SELECT
    toString(s.store_id) AS store_id, toString(s.product_id) AS product_id, toString(p.category) AS category, st.name AS store, p.name AS product_zh, p.name_en AS product_en, p.unit AS unit,
    if(k.product_id != '', k.first.2, toFloat64(p.price)) AS price, k.first.1 AS campaign_id, p.shelf_life_days AS life, s.on_hand AS on_hand, s.booked AS booked, s.expected AS expected, toFloat64(s.expected_waste_fen) AS waste_fen,
    toUInt8(p.sensitive OR c.sensitive) AS sensitive
FROM order_sheet AS s
INNER JOIN (SELECT product_id, name, name_en, category, unit, price, shelf_life_days, sensitive FROM product FINAL) AS p ON p.product_id = s.product_id
LEFT JOIN (SELECT toString(category) AS category, sensitive FROM category FINAL) AS c ON c.category = toString(p.category)
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = s.store_id
LEFT JOIN
(
    SELECT product_id, store_id, argMin((campaign_id, toFloat64(price)), (starts_at, campaign_id)) AS first
    FROM campaign FINAL
    WHERE toDate(ends_at) > {day:Date} AND toDate(starts_at) <= {day:Date} + 1
    GROUP BY product_id, store_id
) AS k ON k.product_id = s.product_id AND k.store_id = s.store_id
WHERE s.as_of = {day:Date} AND s.quantity = 0 AND s.on_hand > s.booked AND s.expected_waste_fen >= 300 AND p.shelf_life_days BETWEEN 1 AND 14
ORDER BY store_id, s.expected_waste_fen DESC, product_id
LIMIT 5 BY store_id
