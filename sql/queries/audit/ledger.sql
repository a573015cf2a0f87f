-- The blocks of a topic in order of partition and offset.
SELECT partition, first_offset, last_offset, consumed, stored, duplicate, rejected
FROM ingest_ledger FINAL
WHERE topic = {topic:String}
ORDER BY partition, first_offset
SETTINGS max_bytes_before_external_sort = 500000000
