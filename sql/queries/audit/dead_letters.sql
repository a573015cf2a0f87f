-- Which offsets of a topic are among the dead letters: a bit for each, in words of 64. A letter may be there twice until a merge.
SELECT
    partition,
    bitShiftRight(toUInt64(offset), 6) AS word,
    groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(bitAnd(offset, 63)))) AS mask,
    toUInt64(bitCount(mask)) AS rows
FROM dead_letter
WHERE topic = {topic:String}
GROUP BY partition, word
ORDER BY partition, word
SETTINGS max_bytes_before_external_group_by = 500000000, max_bytes_before_external_sort = 500000000
