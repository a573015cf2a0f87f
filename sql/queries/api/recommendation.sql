-- Range advice of the newest night up to {day}.
SELECT *
FROM v_recommendation
WHERE day = (SELECT max(as_of) FROM recommendation WHERE as_of <= {day:Date})
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
  AND ({category:String} = '' OR category = {category:String})
ORDER BY store_id, action, rank, product_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
