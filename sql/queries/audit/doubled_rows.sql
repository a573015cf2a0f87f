-- Offsets that have several rows, among some words of 64 offsets, and how many events these rows hold.
SELECT _partition AS partition, _offset AS offset, count() AS rows, uniqExact(event_id) AS events
FROM {table:Identifier}
WHERE _topic = {topic:String} AND _partition = {partition:Int32} AND bitShiftRight(toUInt64(_offset), 6) IN ({words:Array(UInt64)})
GROUP BY partition, offset
HAVING rows > 1
ORDER BY partition, offset
