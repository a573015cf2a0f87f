-- The ledger summed per topic: consumed = stored + duplicate + rejected.
SELECT topic, sum(consumed) AS consumed, sum(stored) AS stored, sum(duplicate) AS duplicate, sum(rejected) AS rejected
FROM ingest_ledger FINAL
GROUP BY topic
ORDER BY topic
