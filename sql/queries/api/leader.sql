-- Sharers, of the newest night up to {day}.
SELECT *
FROM v_leader
WHERE day = (SELECT max(as_of) FROM leader_score WHERE as_of <= {day:Date})
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY store_id, community_id, rank, user_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
