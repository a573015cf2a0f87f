-- The plan of rewards of each store as a whole, and over how many people who shared it stands.
-- reads days: as_of
SELECT s.store_id AS store_id, p.budget AS budget, p.spent AS spent, p.people AS people, p.held_back AS held_back, p.text_zh AS text_zh, p.text_en AS text_en, s.sharers AS sharers, s.days AS days
FROM
(
    SELECT store_id, countIf(there = 1) AS sharers, max(window_days) AS days
    FROM (SELECT store_id, window_days, 1 AS there FROM leader_score WHERE as_of = {as_of:Date} UNION ALL SELECT store_id, 0, 0 FROM leader_plan WHERE as_of = {as_of:Date})
    GROUP BY store_id
) AS s
LEFT JOIN (SELECT * FROM leader_plan WHERE as_of = {as_of:Date}) AS p ON p.store_id = s.store_id
ORDER BY store_id
LIMIT 1 BY store_id
