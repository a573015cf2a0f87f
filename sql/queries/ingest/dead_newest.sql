-- The newest dead letters that fit a filter, with the beginning of each message.
SELECT d.topic AS topic, d.partition AS partition, d.offset AS offset, d.reason AS reason, d.detail AS detail, d.key AS key,
       substring(d.value, 1, {bytes:UInt32}) AS value, d.rejected_at AS rejected_at,
       if(r.replayed_at >= d.rejected_at, r.replayed_at, toDateTime64(0, 3, 'UTC')) AS replayed_at
FROM (SELECT * FROM dead_letter FINAL) AS d
LEFT JOIN (SELECT topic, partition, offset, replayed_at FROM dead_replay FINAL) AS r USING (topic, partition, offset)
WHERE ({reason:String} = '' OR d.reason = {reason:String}) AND ({topic:String} = '' OR d.topic = {topic:String})
  AND d.rejected_at >= {since:DateTime64(3, 'UTC')}
ORDER BY d.rejected_at DESC, topic, partition, offset DESC
LIMIT {limit:UInt32}
