-- The highest epoch of a topic's owners so far, and how many rows others than the named one have left.
SELECT max(epoch) AS epoch, countIf(owner != {owner:String}) AS others
FROM ingest_owner
WHERE topic = {topic:String}
