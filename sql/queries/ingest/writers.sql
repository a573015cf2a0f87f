-- Statements that are inserting into a table now. A cancelled one stores nothing.
SELECT query_id
FROM system.processes
WHERE query_kind = 'Insert' AND NOT is_cancelled AND current_database = currentDatabase() AND match(query, concat('INTO `?', {table:String}, '`? '))
