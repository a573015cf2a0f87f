-- The ledger's account of every partition, and whether its blocks follow each other without gap or overlap.
SELECT l.topic AS topic, l.partition AS partition, count() AS blocks, min(l.first_offset) AS first, max(l.last_offset) + 1 AS next,
    sum(l.consumed) AS consumed, sum(l.stored) AS stored, sum(l.duplicate) AS duplicate, sum(l.rejected) AS rejected,
    countIf(l.consumed != l.stored + l.duplicate + l.rejected OR toInt64(l.consumed) != l.last_offset - l.first_offset + 1) AS unbalanced,
    countIf(l.first_offset != l.expected) AS torn
FROM
(
    SELECT *, lagInFrame(last_offset + 1, 1, first_offset) OVER (PARTITION BY topic, partition ORDER BY first_offset ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS expected
    FROM ingest_ledger FINAL
) AS l
GROUP BY topic, partition
ORDER BY topic, partition
