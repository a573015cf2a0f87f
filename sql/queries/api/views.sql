-- The semantic views and what they hold.
SELECT t.name AS view, t.comment AS comment
FROM system.tables AS t
WHERE t.database = currentDatabase() AND startsWith(t.name, 'v_')
ORDER BY view
