-- Whose shares brought a store most orders that would not have been, by pseudonym; with the reward advised and open questions.
-- reads days: as_of
SELECT upper(leftPad(hex(sipHash64(toString(l.store_id), l.user_id) % 16777216), 6, '0')) AS customer, if(c.name = '', toString(l.community_id), c.name) AS community,
       l.shares AS shares, l.visitors AS visitors, l.orders AS orders, l.new_buyers AS new_buyers, l.incremental AS incremental, l.incremental_low AS low, l.incremental_high AS high,
       l.margin AS margin, r.reward AS reward, f.findings AS findings, f.text_zh AS finding_zh, f.text_en AS finding_en
FROM leader_score AS l
LEFT JOIN (SELECT user_id, reward FROM leader_reward WHERE as_of = {as_of:Date} AND store_id = {store:String}) AS r ON r.user_id = l.user_id
LEFT JOIN (SELECT user_id, count() AS findings, any(text_zh) AS text_zh, any(text_en) AS text_en FROM (SELECT * FROM leader_finding WHERE as_of = {as_of:Date} AND store_id = {store:String} ORDER BY q, kind) GROUP BY user_id) AS f ON f.user_id = l.user_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = toString(l.community_id)
WHERE l.as_of = {as_of:Date} AND l.store_id = {store:String} AND l.user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
ORDER BY incremental DESC, l.user_id
LIMIT 5
