-- Hashes of event ids that a raw table has more than once, in one slice of all hashes: the slices bound the memory.
SELECT id_hash
FROM {table:Identifier}
WHERE id_hash % {slices:UInt64} = {slice:UInt64}
GROUP BY id_hash
HAVING count() > 1
LIMIT {limit:UInt64}
