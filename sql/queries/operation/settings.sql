-- What is loaded: world, currency, seed; a last row tells whether there are sales.
SELECT name, value
FROM (SELECT 1 AS place, name, value FROM setting FINAL UNION ALL SELECT 2, 'sales', 'some' FROM (SELECT 1 FROM fact_store LIMIT 1))
ORDER BY place, name
