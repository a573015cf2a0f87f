-- Changes to the range of a store: the best of each action in turn, keep only where there is nothing else.
SELECT r.product_id AS product_id, if(p.name = '', r.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit,
       p.price AS price, r.action AS action, r.score AS score, r.expected_units AS expected_units, r.low AS low, r.high AS high,
       r.own_units AS own_units, r.chain_units AS chain_units, r.index AS index, r.evidence AS evidence,
       r.reason_zh AS reason_zh, r.reason_en AS reason_en
FROM
(
    SELECT *, row_number() OVER (PARTITION BY action ORDER BY rank, product_id) AS turn
    FROM recommendation
    WHERE as_of = {as_of:Date} AND store_id = {store:String}
) AS r
LEFT JOIN (SELECT product_id, name, name_en, unit, price FROM product FINAL) AS p ON p.product_id = r.product_id
ORDER BY r.action = 'keep', r.turn, indexOf(['add', 'drop', 'test', 'keep'], r.action), product_id
LIMIT 5
