-- The account of a block, one row per partition, if no other process has claimed any of the partitions meanwhile.
INSERT INTO ingest_ledger (topic, partition, first_offset, last_offset, consumed, stored, duplicate, rejected, unknown_fields, days, ingested_at)
SELECT {topic:String}, r.1, r.2, r.3, r.4, r.5, r.6, r.7, r.8, if(r.9 = '', [], arrayMap(d -> toDate(d), splitByChar(',', r.9))), {at:DateTime64(3)}
FROM
(
    SELECT arrayJoin(arrayZip({partitions:Array(Int32)}, {first:Array(Int64)}, {last:Array(Int64)}, {consumed:Array(UInt64)}, {stored:Array(UInt64)},
        {duplicate:Array(UInt64)}, {rejected:Array(UInt64)}, {unknown:Array(UInt64)}, {days:Array(String)})) AS r
)
WHERE throwIf((SELECT count() FROM ingest_owner WHERE topic = {topic:String} AND partition IN {partitions:Array(Int32)} AND epoch > {epoch:UInt64}) > 0,
    'another process owns these partitions') = 0
