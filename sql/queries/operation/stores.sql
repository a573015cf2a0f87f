-- Stores of the chain, or the one that {store} names.
SELECT store_id, name, timezone, city, cutoff_hour, owner, commission_rate
FROM store FINAL
WHERE {store:String} = '' OR store_id = {store:String}
ORDER BY store_id
