-- Cohorts, of the newest night up to {day}.
SELECT *
FROM v_retention
WHERE day = (SELECT max(as_of) FROM store_retention WHERE as_of <= {day:Date})
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY store_id, cohort, period
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
