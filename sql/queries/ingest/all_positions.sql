-- Where each partition of every topic goes on.
SELECT topic, partition, max(last_offset) + 1 AS next
FROM ingest_ledger
GROUP BY topic, partition
