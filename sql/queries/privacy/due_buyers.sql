-- Published buyers that are on the list; there is only a hash of them.
SELECT count() AS rows
FROM fact_buyer
WHERE buyer_hash IN (SELECT cityHash64(user_id) FROM erasing WHERE erasure_id = {erasure:String} AND whole)
