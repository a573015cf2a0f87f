-- The products in and near the range of one store, in turn, for the what-if.
-- reads days: as_of
SELECT k.as_of AS as_of, k.turn AS turn, toString(k.product_id) AS product_id, if(p.name = '', toString(k.product_id), p.name) AS name, p.name_en AS name_en, toString(k.category) AS category,
       c.name AS category_zh, c.name_en AS category_en, toString(k.state) AS state, k.locked AS locked, k.banned AS banned, k.orders AS orders, k.units AS units,
       k.value_fen AS value_fen, k.waste_fen AS waste_fen, k.gain_fen AS gain_fen, k.households AS households
FROM range_candidate AS k
LEFT JOIN (SELECT product_id, name, name_en FROM product FINAL) AS p ON p.product_id = k.product_id
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = k.category
WHERE k.as_of = {as_of:Date} AND k.store_id = {store:String}
ORDER BY turn, product_id
LIMIT 1000
