-- The plan of rewards of a store as a whole, and over how many people who shared it stands.
-- reads days: as_of
SELECT p.budget AS budget, p.spent AS spent, p.people AS people, p.held_back AS held_back, p.text_zh AS text_zh, p.text_en AS text_en, s.sharers AS sharers, s.days AS days
FROM (SELECT count() AS sharers, max(window_days) AS days FROM leader_score WHERE as_of = {as_of:Date} AND store_id = {store:String}) AS s
LEFT JOIN (SELECT *, 1 AS one FROM leader_plan WHERE as_of = {as_of:Date} AND store_id = {store:String}) AS p ON p.one = toUInt8(s.sharers >= 0)
LIMIT 1
