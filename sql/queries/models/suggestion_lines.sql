-- Changes to ranges that are worth most: five to add and five to drop per store, and every test. A product that is in no catalogue is
-- left out. Place is what a product to be dropped earns on average, which an added one gets the place of; 0: places are free.
SELECT
    toString(r.store_id) AS store_id, toString(r.action) AS action, toString(r.product_id) AS product_id, toString(p.category) AS category, r.score AS score, r.expected_units AS units, r.low AS low, r.high AS high,
    r.gain_fen AS gain, r.waste_fen AS waste, r.households AS households, r.index AS index, r.evidence AS orders, r.own_units AS own_units, r.chain_units AS chain_units,
    r.alike_selling AS alike_selling, r.alike_stores AS alike_stores, r.propensity AS propensity, r.digest AS digest, r.reason_zh AS reason_zh, r.reason_en AS reason_en, d.place AS place,
    st.name AS store, p.name AS product_zh, p.name_en AS product_en, p.unit AS unit, toFloat64(p.price) AS price, toUInt8(p.sensitive OR c.sensitive) AS sensitive, p.lead_time_days AS lead
FROM
(
    SELECT *, row_number() OVER (PARTITION BY store_id, action ORDER BY if(action = 'drop', -gain_fen, gain_fen) DESC, product_id) AS turn
    FROM recommendation
    WHERE as_of = {day:Date} AND action IN ('add', 'drop', 'test') AND product_id IN (SELECT product_id FROM product FINAL)
) AS r
INNER JOIN (SELECT product_id, name, name_en, category, unit, price, sensitive, lead_time_days FROM product FINAL) AS p ON p.product_id = r.product_id
LEFT JOIN (SELECT toString(category) AS category, sensitive FROM category FINAL) AS c ON c.category = toString(p.category)
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = r.store_id
LEFT JOIN (SELECT store_id, avg(greatest(0., score - waste_fen)) AS place FROM recommendation WHERE as_of = {day:Date} AND action = 'drop' GROUP BY store_id) AS d ON d.store_id = r.store_id
WHERE r.turn <= 5 OR r.action = 'test'
ORDER BY store_id, action, turn
