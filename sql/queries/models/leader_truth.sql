-- The board of the newest day next to what a simulated world knows of its sharers.
SELECT s.user_id AS user_id, toFloat64(s.shares) AS shares, toFloat64(s.orders) AS orders, s.shapley AS shapley, s.incremental AS incremental,
    s.per_share AS per_share, s.per_share_low AS low, s.per_share_high AS high, e.value AS effect, b.value AS brought,
    (SELECT toFloat64(count()) FROM leader_finding WHERE as_of = (SELECT max(as_of) FROM leader_score)) AS findings
FROM leader_score AS s
INNER JOIN (SELECT key1, value FROM simulated_truth FINAL WHERE kind = 'leader_effect' AND key2 = 'direct') AS e ON e.key1 = s.user_id
LEFT JOIN (SELECT key1, value FROM simulated_truth FINAL WHERE kind = 'leader_brought') AS b ON b.key1 = s.user_id
WHERE s.as_of = (SELECT max(as_of) FROM leader_score)
ORDER BY s.user_id
