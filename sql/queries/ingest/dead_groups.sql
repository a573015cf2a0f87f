-- Refused messages by reason and topic: how many, how many not yet sent again, when the first and the last came.
SELECT d.reason AS reason, d.topic AS topic, count() AS letters, countIf(r.replayed_at < d.rejected_at) AS open,
       min(d.rejected_at) AS first, max(d.rejected_at) AS last
FROM (SELECT topic, partition, offset, reason, rejected_at FROM dead_letter FINAL) AS d
LEFT JOIN (SELECT topic, partition, offset, replayed_at FROM dead_replay FINAL) AS r USING (topic, partition, offset)
GROUP BY reason, topic
ORDER BY letters DESC, reason, topic
