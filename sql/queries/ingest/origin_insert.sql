-- Where the log of a partition stands in our count, if no other process has claimed the partition meanwhile.
INSERT INTO setting (name, value, updated_at)
SELECT {name:String}, {value:String}, now64(3)
WHERE throwIf((SELECT count() FROM ingest_owner WHERE topic = {topic:String} AND partition = {partition:Int32} AND epoch > {epoch:UInt64}) > 0,
    'another process owns this partition') = 0
