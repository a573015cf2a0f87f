-- All keys, the newest first; a key itself is not kept.
SELECT key_id, login, note, hash, created_at, expires_at, revoked
FROM api_key FINAL
ORDER BY created_at DESC, key_id
