-- Rows of a raw table, those of another topic than its own, and those whose hash is not that of their id: they would not be recognised.
SELECT count() AS rows, countIf(_topic != {topic:String}) AS strange, countIf(id_hash != xxHash64(event_id)) AS unhashed
FROM {table:Identifier}
