-- Stores whose forecast did worse than repeating last week.
SELECT *
FROM v_forecast_alarm
WHERE day BETWEEN {from:Date} AND {to:Date}
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY day, store_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
