-- Text columns of the tables that store rows, in order.
SELECT c.table AS table, c.name AS column, c.type AS type, t.engine AS engine
FROM system.columns AS c
INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
WHERE c.database = currentDatabase() AND position(c.type, 'String') > 0 AND endsWith(t.engine, 'MergeTree') AND c.default_kind NOT IN ('ALIAS', 'EPHEMERAL')
ORDER BY table, c.position
