-- One account by its login.
SELECT login, name, role, store_ids, password_hash, disabled, updated_at
FROM account FINAL
WHERE login = {login:String}
