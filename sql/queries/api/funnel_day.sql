-- From impression to pickup, by store and day.
SELECT *
FROM v_funnel_day
WHERE day BETWEEN {from:Date} AND {to:Date}
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY day, store_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
