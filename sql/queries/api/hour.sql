-- Sold orders by store, day and hour.
SELECT *
FROM v_hour
WHERE day BETWEEN {from:Date} AND {to:Date}
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY day, store_id, hour
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
