-- Order sheets of the newest day up to {day}.
SELECT *
FROM v_order_sheet
WHERE day = (SELECT max(as_of) FROM order_sheet WHERE as_of <= {day:Date})
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
ORDER BY store_id, stake_fen DESC, product_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
