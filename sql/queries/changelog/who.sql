-- Everybody who stands in the log of changes.
SELECT DISTINCT login FROM change_log ORDER BY login LIMIT 2000
