-- Changes to the range of a store, all of them: the best of each action in turn; kept goods only to make five; with what somebody decided.
-- reads days: as_of
SELECT r.product_id AS product_id, if(p.name = '', r.product_id, p.name) AS name, p.name_en AS name_en, p.unit AS unit,
       p.price AS price, r.action AS action, r.score AS score, r.expected_units AS expected_units, r.low AS low, r.high AS high,
       r.own_units AS own_units, r.chain_units AS chain_units, r.index AS index, r.evidence AS evidence,
       r.gain_fen AS gain_fen, r.households AS households, r.propensity AS propensity, s.suggestion_id AS suggestion_id, s.first_day AS first_day, s.last_day AS last_day,
       d.decision AS decision, d.who AS who, d.at AS decided_at, d.note AS note,
       r.reason_zh AS reason_zh, r.reason_en AS reason_en
FROM
(
    SELECT *, row_number() OVER (PARTITION BY action ORDER BY rank, product_id) AS turn
    FROM recommendation
    WHERE as_of = {as_of:Date} AND store_id = {store:String}
) AS r
LEFT JOIN (SELECT product_id, name, name_en, unit, price FROM product FINAL) AS p ON p.product_id = r.product_id
LEFT JOIN (SELECT toString(kind) AS kind, product_id, suggestion_id, first_day, last_day FROM suggestion WHERE as_of = {as_of:Date} AND store_id = {store:String} AND startsWith(kind, 'range_')) AS s
    ON s.product_id = r.product_id AND s.kind = concat('range_', r.action)
LEFT JOIN (SELECT suggestion_id, decision, who, at, note FROM suggestion_decision FINAL) AS d ON d.suggestion_id = s.suggestion_id AND s.suggestion_id != ''
QUALIFY r.action != 'keep' OR row_number() OVER (ORDER BY r.action = 'keep', r.turn, indexOf(['add', 'drop', 'test', 'keep'], r.action), product_id) <= 5
ORDER BY r.action = 'keep', r.turn, indexOf(['add', 'drop', 'test', 'keep'], r.action), product_id
LIMIT 500
