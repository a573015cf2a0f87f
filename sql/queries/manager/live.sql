-- What ingest counted since {since} and in all, by topic.
SELECT topic, sumIf(l.consumed, ingested_at >= {since:DateTime64(3)}) AS consumed, sumIf(l.stored, ingested_at >= {since:DateTime64(3)}) AS stored,
       sumIf(l.duplicate, ingested_at >= {since:DateTime64(3)}) AS duplicate, sumIf(l.rejected, ingested_at >= {since:DateTime64(3)}) AS rejected,
       sum(l.consumed) AS all_consumed, sum(l.stored) AS all_stored, sum(l.duplicate) AS all_duplicate, sum(l.rejected) AS all_rejected,
       max(ingested_at) AS newest
FROM (SELECT topic, consumed, stored, duplicate, rejected, ingested_at FROM ingest_ledger FINAL) AS l
GROUP BY topic
ORDER BY topic
