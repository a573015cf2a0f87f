-- Dead letters that fit a filter, whole as the table has them, in the order of their coordinates behind those given.
SELECT d.topic AS topic, d.partition AS partition, d.offset AS offset, d.reason AS reason, d.detail AS detail, d.key AS key,
       d.value AS value, d.rejected_at AS rejected_at,
       if(r.replayed_at >= d.rejected_at, r.replayed_at, toDateTime64(0, 3, 'UTC')) AS replayed_at
FROM (SELECT * FROM dead_letter FINAL) AS d
LEFT JOIN (SELECT topic, partition, offset, replayed_at FROM dead_replay FINAL) AS r USING (topic, partition, offset)
WHERE ({reason:String} = '' OR d.reason = {reason:String}) AND ({topic:String} = '' OR d.topic = {topic:String})
  AND d.rejected_at >= {since:DateTime64(3, 'UTC')} AND d.rejected_at < {until:DateTime64(3, 'UTC')}
  AND (d.topic, d.partition, d.offset) > ({after_topic:String}, {after_partition:Int32}, {after_offset:Int64})
  AND ({replayed:Bool} OR r.replayed_at < d.rejected_at)
ORDER BY topic, partition, offset
LIMIT {limit:UInt32}
