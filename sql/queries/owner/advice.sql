-- Changes to the range of a store, all of them: the best of each action in turn; kept goods only to make five.
-- reads days: as_of
SELECT r.product_id AS product_id, r.action AS action, r.score AS score, r.expected_units AS expected_units, r.low AS low, r.high AS high,
       r.own_units AS own_units, r.chain_units AS chain_units, r.index AS index, r.evidence AS evidence,
       r.gain_fen AS gain_fen, r.households AS households, r.propensity AS propensity, r.reason_zh AS reason_zh, r.reason_en AS reason_en
FROM
(
    SELECT *, row_number() OVER (PARTITION BY action ORDER BY rank, product_id) AS turn
    FROM recommendation
    WHERE as_of = {as_of:Date} AND store_id = {store:String}
) AS r
QUALIFY r.action != 'keep' OR row_number() OVER (ORDER BY r.action = 'keep', r.turn, indexOf(['add', 'drop', 'test', 'keep'], r.action), product_id) <= 5
ORDER BY r.action = 'keep', r.turn, indexOf(['add', 'drop', 'test', 'keep'], r.action), product_id
LIMIT 500
