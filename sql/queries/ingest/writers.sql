-- Statements that are inserting into a table now. A cancelled one that has written nothing stores nothing.
SELECT query_id
FROM system.processes
WHERE query_kind = 'Insert' AND NOT (is_cancelled AND written_rows = 0) AND current_database = currentDatabase() AND match(query, concat('INTO `?', {table:String}, '`? '))
