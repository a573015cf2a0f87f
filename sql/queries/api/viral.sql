-- How far shares carry, of the newest night up to {day}.
SELECT *
FROM v_viral
WHERE day = (SELECT max(as_of) FROM leader_viral WHERE as_of <= {day:Date})
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY store_id, community_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
