-- Communities that are worth the next campaign for new customers, with the sharers there who truly bring orders and with no finding
-- open, and the size at which groups of the store come about.
WITH
    bringing AS
    (
        SELECT toString(community_id) AS community_id, uniqExact(user_id) AS sharers
        FROM leader_score
        WHERE as_of = {day:Date} AND incremental_low > 0 AND user_id NOT IN (SELECT user_id FROM leader_finding WHERE as_of = {day:Date})
        GROUP BY community_id
    ),
    sizes AS (SELECT toString(store_id) AS store_id, any(size) AS size FROM leader_group WHERE as_of = {day:Date} AND advised AND category = '' GROUP BY store_id)
SELECT
    toString(t.store_id) AS store_id, toString(t.community_id) AS community_id, st.name AS store, m.name AS community, t.households AS households, t.buyers AS buyers, t.penetration AS penetration,
    t.comparable AS comparable, t.expected_new AS expected, t.expected_low AS low, t.expected_high AS high, t.value_fen AS value, b.sharers AS sharers, g.size AS size, t.reason_zh AS reason_zh, t.reason_en AS reason_en
FROM community_target AS t
LEFT JOIN bringing AS b ON b.community_id = t.community_id
LEFT JOIN sizes AS g ON g.store_id = t.store_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS m ON m.community_id = t.community_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = t.store_id
WHERE t.as_of = {day:Date} AND t.rank BETWEEN 1 AND 2 AND t.value_fen > 0
ORDER BY store_id, t.rank, community_id
LIMIT 2 BY store_id
