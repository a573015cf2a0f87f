-- Stores by day; no stores asked for are all of them.
SELECT *
FROM v_store_day
WHERE day BETWEEN {from:Date} AND {to:Date}
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY day, store_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
