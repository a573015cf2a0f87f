-- Who was erased: keyed hashes.
SELECT user_hash, key_id, erased_at
FROM erased_user FINAL
