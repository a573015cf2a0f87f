-- A key with the account that it belongs to.
SELECT k.key_id AS key_id, k.login AS login, k.note AS note, k.hash AS hash, k.created_at AS created_at, k.expires_at AS expires_at, k.revoked AS revoked,
       a.name AS name, a.role AS role, a.store_ids AS store_ids, a.disabled AS disabled
FROM (SELECT * FROM api_key FINAL WHERE key_id = {key:String}) AS k
INNER JOIN (SELECT login, name, role, store_ids, disabled FROM account FINAL) AS a ON a.login = k.login
