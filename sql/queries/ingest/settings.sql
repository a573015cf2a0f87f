-- What is loaded.
SELECT name, value FROM setting FINAL
