-- Partitions of some tables that are of days before a day: what was published per person so long ago is to go.
SELECT DISTINCT table, partition
FROM system.parts
WHERE database = currentDatabase() AND active AND table IN {tables:Array(String)} AND toDateOrZero(partition) > toDate(0) AND toDateOrZero(partition) < {day:Date}
ORDER BY table, partition
