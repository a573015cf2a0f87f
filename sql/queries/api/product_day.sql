-- Products by store and day.
SELECT *
FROM v_product_day
WHERE day BETWEEN {from:Date} AND {to:Date}
  AND (empty({stores:Array(String)}) OR has({stores:Array(String)}, store_id))
  AND ({category:String} = '' OR category = {category:String})
  AND ({product:String} = '' OR product_id = {product:String})
ORDER BY day, store_id, product_id
LIMIT {limit:UInt64} OFFSET {offset:UInt64}
