-- What is loaded: world, currency, seed.
SELECT name, value
FROM setting FINAL
ORDER BY name
