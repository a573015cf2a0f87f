-- Which offsets of a topic a raw table holds: a bit for each, in words of 64, and how many rows a word has.
SELECT
    _partition AS partition,
    bitShiftRight(toUInt64(_offset), 6) AS word,
    groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(bitAnd(_offset, 63)))) AS mask,
    count() AS rows
FROM {table:Identifier}
WHERE _topic = {topic:String}
GROUP BY partition, word
ORDER BY partition, word
SETTINGS max_bytes_before_external_group_by = 500000000, max_bytes_before_external_sort = 500000000
