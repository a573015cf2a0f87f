-- Every account, by login.
SELECT login, name, role, store_ids, password_hash, disabled, updated_at
FROM account FINAL
ORDER BY login
