-- The log of changes under a filter, the newest first. What it is about is named by changelog/names.
SELECT at, login, toString(role) AS role, toString(what) AS what, store_id, target, before, after, note
-- include changelog/filter.part
ORDER BY at DESC, login, what, target, store_id
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
