-- Columns of the semantic views with what they mean, in their order.
SELECT c.table AS view, c.name AS name, c.type AS type, c.comment AS comment
FROM system.columns AS c
WHERE c.database = currentDatabase() AND startsWith(c.table, 'v_')
ORDER BY view, c.position
