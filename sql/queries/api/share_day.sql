-- What shares brought, by store, channel and day.
SELECT *
FROM v_share_day
WHERE day BETWEEN {from:Date} AND {to:Date}
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY day, store_id, channel
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
