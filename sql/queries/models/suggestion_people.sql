-- Advice about people of a community whose period of 28 days ended on a day: new buyers, and those who were dormant when it was given and
-- have ordered since, of the community.
WITH
    due AS (SELECT suggestion_id, toString(kind) AS kind, toString(store_id) AS store_id, toString(community_id) AS community_id FROM suggestion WHERE last_day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 40 AND kind IN ('newcomers', 'winback'))
SELECT d.suggestion_id AS suggestion_id, if(d.kind = 'newcomers', toFloat64(t.new_buyers), toFloat64(f.back)) AS actual, toUInt8(if(d.kind = 'newcomers', t.community_id != '', f.community_id != '')) AS known
FROM due AS d
LEFT JOIN (SELECT toString(community_id) AS community_id, new_buyers FROM community_target WHERE as_of = {day:Date}) AS t ON t.community_id = d.community_id
LEFT JOIN (SELECT toString(community_id) AS community_id, toString(store_id) AS store_id, sumIf(members, from_state = 'dormant' AND to_state = 'active') AS back FROM community_pool_flow WHERE as_of = {day:Date} GROUP BY community_id, store_id) AS f ON f.community_id = d.community_id AND f.store_id = d.store_id
ORDER BY suggestion_id
