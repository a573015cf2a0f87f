-- Stores of the chain.
SELECT *
FROM v_store
WHERE (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY store_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
