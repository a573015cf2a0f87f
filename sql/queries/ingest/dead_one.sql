-- One dead letter by its coordinates.
SELECT d.topic AS topic, d.partition AS partition, d.offset AS offset, d.reason AS reason, d.detail AS detail, d.key AS key,
       d.value AS value, d.rejected_at AS rejected_at,
       if(r.replayed_at >= d.rejected_at, r.replayed_at, toDateTime64(0, 3, 'UTC')) AS replayed_at
FROM (SELECT * FROM dead_letter FINAL WHERE topic = {topic:String} AND partition = {partition:Int32} AND offset = {offset:Int64}) AS d
LEFT JOIN (SELECT topic, partition, offset, replayed_at FROM dead_replay FINAL) AS r USING (topic, partition, offset)
