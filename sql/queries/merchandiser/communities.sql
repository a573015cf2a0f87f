-- Communities with their pool and what a campaign there may bring, the one that is worth it most first.
-- reads days: ..day
WITH (SELECT max(as_of) FROM community_target WHERE as_of <= {day:Date}) AS newest, (SELECT max(as_of) FROM community_pool WHERE as_of <= {day:Date}) AS pooled
SELECT toString(t.community_id) AS community_id, if(m.name = '', toString(t.community_id), m.name) AS community, toString(t.store_id) AS store_id, if(st.name = '', toString(t.store_id), st.name) AS store, newest AS as_of,
       t.rank AS rank, t.chain_rank AS chain_rank, t.distance_km AS distance_km, t.households AS households, t.buyers AS buyers, t.new_buyers AS new_buyers,
       t.penetration AS penetration, t.low AS low, t.high AS high, t.comparable AS comparable, t.expected_new AS expected_new, t.expected_low AS expected_low, t.expected_high AS expected_high,
       t.value_fen AS value_fen, t.value_low AS value_low, t.value_high AS value_high, t.margin_fen AS margin_fen, toString(t.note) AS note, t.reason_zh AS reason_zh, t.reason_en AS reason_en,
       p.members AS members, p.active AS active, p.reachable AS reachable, p.dormant AS dormant, p.lost AS lost,
       p.members_before AS members_before, p.active_before AS active_before, p.reachable_before AS reachable_before, p.dormant_before AS dormant_before, p.lost_before AS lost_before,
       count() OVER () AS rows
FROM community_target AS t
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS m ON m.community_id = t.community_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = t.store_id
LEFT JOIN (SELECT * FROM community_pool WHERE as_of = pooled AND community_id != '') AS p ON p.community_id = t.community_id
WHERE t.as_of = newest AND ({store:String} = '' OR t.store_id = {store:String}) AND ({community:String} = '' OR t.community_id = {community:String})
ORDER BY t.chain_rank = 0, t.chain_rank, t.store_id, t.community_id
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
