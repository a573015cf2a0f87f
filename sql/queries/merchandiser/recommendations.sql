-- Recommendations over all stores with what people decided about them: filtered, sorted by one column, cut to a page; total counts the
-- rows before the cut; unsorted, what changes stands before what stays. State: lock or ban (a rule holds), accept or decline (decided), open.
-- reads days: as_of
WITH
    (
        SELECT (groupArray(key), groupArray(rule), groupArray(author), groupArray(remark))
        FROM
        (
            SELECT concat(u.store_id, '|', u.product_id) AS key, argMax(toString(u.kind), u.updated_at) AS rule, argMax(u.who, u.updated_at) AS author, argMax(u.note, u.updated_at) AS remark
            FROM (SELECT * FROM store_range_rule FINAL) AS u
            WHERE kind IN ('lock', 'ban') AND product_id != '' AND NOT removed AND since <= {today:Date} + 1 AND (until = toDate('1970-01-01') OR until > {today:Date})
            GROUP BY u.store_id, u.product_id
        )
    ) AS rules, -- a rule of one store goes before one of all
    range(toUInt32(1), toUInt32(length(rules.1) + 1)) AS places,
    transform(concat(r.store_id, '|', r.product_id), rules.1, places, toUInt32(0)) AS here,
    if(here > 0, here, transform(concat('|', r.product_id), rules.1, places, toUInt32(0))) AS held,
    decided AS
    (
        SELECT s.store_id AS store_id, s.product_id AS product_id, s.suggestion_id AS suggestion_id, d.decision AS decision, d.who AS who, d.note AS note, d.at AS at
        FROM (SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, suggestion_id FROM suggestion WHERE as_of = {as_of:Date} AND kind IN ('range_add', 'range_drop', 'range_test')) AS s
        LEFT JOIN (SELECT suggestion_id, toString(decision) AS decision, who, note, at FROM suggestion_decision FINAL) AS d ON d.suggestion_id = s.suggestion_id
    ),
    (SELECT (groupArray(store), groupArray(list)) FROM (SELECT toString(store_id) AS store, toString(max(decision)) AS list FROM range_gate WHERE as_of = {as_of:Date} GROUP BY store_id)) AS gates
SELECT r.store_id AS store_id, r.rank AS rank, r.product_id AS product_id,
       if(p.name = '', r.product_id, p.name) AS name, p.name_en AS name_en, p.category AS category,
       r.action AS action, r.score AS score, r.expected_units AS expected_units,
       r.low AS low, r.high AS high, r.own_units AS own_units, r.chain_units AS chain_units, r.weight_own AS weight_own,
       r.index AS index, r.buyers AS buyers, r.evidence AS evidence, r.reason_zh AS reason_zh, r.reason_en AS reason_en,
       r.gain_fen AS gain_fen, r.waste_fen AS waste_fen, r.households AS households, r.alike_selling AS alike_selling, r.alike_stores AS alike_stores,
       d.suggestion_id AS suggestion_id, transform(toString(r.store_id), gates.1, gates.2, '') AS gate,
       multiIf(held > 0, rules.2[held], d.decision IN ('accept', 'decline'), d.decision, 'open') AS state,
       toUInt8(here = 0 AND held > 0) AS everywhere,
       if(held > 0, rules.3[held], d.who) AS who, if(held > 0, rules.4[held], d.note) AS note,
       count() OVER () AS total
FROM recommendation AS r
LEFT JOIN (SELECT product_id, name, name_en, category FROM product FINAL) AS p ON p.product_id = r.product_id
LEFT JOIN decided AS d ON d.store_id = r.store_id AND d.product_id = r.product_id
WHERE r.as_of = {as_of:Date}
  AND ({store:String} = '' OR r.store_id = {store:String})
  AND ({action:String} = '' OR r.action = {action:String})
  AND ({category:String} = '' OR p.category = {category:String})
  AND ({gate:String} = '' OR gate = {gate:String})
  AND ({state:String} = '' OR state = {state:String})
  AND ({search:String} = '' OR positionCaseInsensitiveUTF8(concat(p.name, ' ', p.name_en, ' ', r.product_id), {search:String}) > 0
       OR r.store_id IN (SELECT store_id FROM store FINAL WHERE positionCaseInsensitiveUTF8(name, {search:String}) > 0))
ORDER BY
  {sort:String} = '' AND r.action = 'keep',
  {sign:Int8} * multiIf(
    {sort:String} = 'units', r.expected_units,
    {sort:String} = 'score', r.score,
    {sort:String} = 'own', r.own_units,
    {sort:String} = 'chain', r.chain_units,
    {sort:String} = 'index', r.index,
    {sort:String} = 'evidence', toFloat64(r.evidence),
    {sort:String} = 'gain', r.gain_fen,
    {sort:String} = 'households', r.households,
    0.),
  multiIf({sort:String} = 'name', name, {sort:String} = 'category', toString(p.category), {sort:String} = 'action', toString(r.action), {sort:String} = 'state', state, ''),
  store_id, rank, product_id, score, suggestion_id
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
