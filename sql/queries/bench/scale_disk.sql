-- Bytes that the tables take on disk, the largest first.
SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes
FROM system.parts
WHERE database = currentDatabase() AND active
GROUP BY table
HAVING bytes > 0
ORDER BY bytes DESC, table
