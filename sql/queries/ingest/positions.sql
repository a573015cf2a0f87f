-- Where each partition of a topic goes on: after the last block that the ledger holds.
SELECT partition, max(last_offset) + 1 AS next
FROM ingest_ledger
WHERE topic = {topic:String}
GROUP BY partition
