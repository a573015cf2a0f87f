-- For every product that goes (drop) or is banned at a store, what of its like is offered or next in turn: same category, nearest price.
-- reads days: ..day
WITH (SELECT max(as_of) FROM range_candidate WHERE as_of <= {day:Date} AND store_id = {store:String}) AS newest,
    c AS
    (
        SELECT toString(k.product_id) AS product_id, toString(k.category) AS category, toString(k.state) AS state, k.banned AS banned, k.gain_fen AS gain_fen, k.units AS units,
               if(p.name = '', toString(k.product_id), p.name) AS name, p.name_en AS name_en, p.price AS price
        FROM range_candidate AS k
        LEFT JOIN (SELECT product_id, name, name_en, price FROM product FINAL) AS p ON p.product_id = k.product_id
        WHERE k.as_of = newest AND k.store_id = {store:String} AND p.price > 0
    )
SELECT newest AS as_of, a.product_id AS product_id, a.name AS name, a.name_en AS name_en, a.price AS price, a.state AS state, a.banned AS banned, a.units AS units,
       b.product_id AS like_id, b.name AS like_name, b.name_en AS like_name_en, b.price AS like_price, b.state AS like_state, b.gain_fen AS like_gain_fen
FROM c AS a
INNER JOIN c AS b ON b.category = a.category
WHERE (a.state = 'drop' OR a.banned) AND b.state != 'drop' AND NOT b.banned AND a.product_id != b.product_id
ORDER BY a.units DESC, a.product_id, abs(log(b.price / a.price)), b.gain_fen DESC, b.product_id
LIMIT 3 BY a.product_id
LIMIT 60
