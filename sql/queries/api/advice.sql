-- What advice was worth, of the newest summary up to {day}.
SELECT *
FROM v_advice
WHERE day = (SELECT max(day) FROM suggestion_summary WHERE day <= {day:Date})
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY store_id, kind
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
