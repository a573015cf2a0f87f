-- Up to which offset each partition's rows of an event table hold somebody on the list, and when the last of them came.
SELECT _partition AS partition, count() AS messages, max(_offset) AS last, max(ingested_at) AS at
FROM {table:Identifier}
WHERE user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String}) AND _topic = {topic:String}
GROUP BY partition
ORDER BY partition
