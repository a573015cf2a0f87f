-- Takes people out of those who bought, as building them anew would: an alias is nobody.
ALTER TABLE fact_buyer DELETE
WHERE buyer_hash IN (SELECT cityHash64(user_id) FROM erasing WHERE erasure_id = {erasure:String} AND whole)
SETTINGS mutations_sync = 2
