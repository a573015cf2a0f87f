-- Products of one store's range that their like could stand in for: same category and storage, price within a third. The weaker one of
-- a pair is the one whose absence costs least; kept is the share of its margin that would go to its like.
-- reads days: ..day
WITH
    (SELECT max(as_of) FROM range_candidate WHERE as_of <= {day:Date} AND store_id = {store:String}) AS newest,
    (SELECT max(as_of) FROM product_partner WHERE as_of <= {day:Date}) AS partners,
    held AS
    (
        SELECT toString(k.product_id) AS product_id, toString(k.category) AS category, toString(k.storage) AS storage, k.units AS units, k.value_fen AS value_fen, k.waste_fen AS waste_fen, k.gain_fen AS gain_fen, k.locked AS locked,
               if(p.name = '', toString(k.product_id), p.name) AS name, p.name_en AS name_en, p.price AS price
        FROM range_candidate AS k
        LEFT JOIN (SELECT product_id, name, name_en, price FROM product FINAL) AS p ON p.product_id = k.product_id
        WHERE k.as_of = newest AND k.store_id = {store:String} AND k.state IN ('keep', 'add') AND p.price > 0
    )
SELECT newest AS as_of, a.product_id AS product_id, a.name AS name, a.name_en AS name_en, a.price AS price, a.units AS units, a.value_fen AS value_fen, a.gain_fen AS gain_fen, a.locked AS locked,
       b.product_id AS like_id, b.name AS like_name, b.name_en AS like_name_en, b.price AS like_price, b.units AS like_units,
       if(a.value_fen - a.waste_fen > 0, greatest(0., 1 - a.gain_fen / (a.value_fen - a.waste_fen)), 0.) AS kept, length(arrayIntersect(ngrams(a.name, 1), ngrams(b.name, 1))) / least(length(arrayDistinct(ngrams(a.name, 1))), length(arrayDistinct(ngrams(b.name, 1)))) AS alike,
       a.category AS category, c.name AS category_zh, c.name_en AS category_en, toUInt32(x.both) AS both, x.lift AS lift
FROM held AS a
INNER JOIN held AS b ON b.category = a.category AND b.storage = a.storage
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = a.category
LEFT JOIN (SELECT toString(product_id) AS product_id, toString(with_id) AS with_id, both, lift FROM product_partner WHERE as_of = partners) AS x ON x.product_id = a.product_id AND x.with_id = b.product_id
WHERE a.product_id != b.product_id AND b.price BETWEEN a.price * 3 / 4 AND a.price * 4 / 3 AND (a.gain_fen, a.product_id) < (b.gain_fen, b.product_id) AND kept >= 0.5
ORDER BY kept DESC, a.product_id, alike DESC, abs(log(b.price / a.price)), b.product_id
LIMIT 1 BY a.product_id
