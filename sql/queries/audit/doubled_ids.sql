-- Where the event ids of some hashes stand, those at several places: their distinct coordinates.
WITH arraySort(groupUniqArray((_partition, _offset))) AS places
SELECT event_id, tupleElement(places, 1) AS partitions, tupleElement(places, 2) AS offsets
FROM {table:Identifier}
WHERE id_hash IN ({hashes:Array(UInt64)}) AND _topic = {topic:String}
GROUP BY event_id
HAVING length(places) > 1
ORDER BY event_id
