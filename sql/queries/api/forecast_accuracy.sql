-- Forecasts against what was sold.
SELECT *
FROM v_forecast_accuracy
WHERE day BETWEEN {from:Date} AND {to:Date}
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
  AND ({category:String} = '' OR category = {category:String})
ORDER BY day, store_id, category, horizon
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
