-- Who cheats by the truth of a simulated world, and of whom the checks of the newest board found what: one row per user and scheme.
SELECT user_id, scheme, toUInt8(max(truly)) AS planted, toUInt8(max(seen)) AS found
FROM
(
    SELECT key1 AS user_id, key2 AS scheme, 1 AS truly, 0 AS seen FROM simulated_truth FINAL WHERE kind = 'fraud'
    UNION ALL
    SELECT f.user_id, toString(f.kind), 0, 1 FROM leader_finding AS f WHERE f.as_of = (SELECT max(as_of) FROM leader_score)
)
GROUP BY user_id, scheme
ORDER BY user_id, scheme
