-- Views of the board kept under a name: the reader's own ones first, then those that others share.
SELECT login, name, address, shared
FROM saved_view FINAL
WHERE removed = 0 AND (login = {login:String} OR shared = 1)
ORDER BY login != {login:String}, name, login
