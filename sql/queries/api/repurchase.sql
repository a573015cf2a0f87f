-- How soon buyers buy again, of the newest night up to {day}.
SELECT *
FROM v_repurchase
WHERE day = (SELECT max(as_of) FROM repurchase WHERE as_of <= {day:Date})
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY store_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
