-- What is advised and asked about those who share for a store: rewards, and open questions with the first text of each person.
-- reads days: as_of
SELECT user_id, reward, toUInt64(0) AS findings, '' AS text_zh, '' AS text_en
FROM leader_reward
WHERE as_of = {as_of:Date} AND store_id = {store:String}
UNION ALL
SELECT user_id, 0, count(), argMin(f.text_zh, (q, kind)), argMin(f.text_en, (q, kind))
FROM leader_finding AS f
WHERE as_of = {as_of:Date} AND store_id = {store:String}
GROUP BY user_id
