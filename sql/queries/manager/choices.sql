-- Cities and categories to choose from.
SELECT kind, id, name, name_en
FROM
(
    SELECT DISTINCT 'city' AS kind, toString(city) AS id, toString(city) AS name, toString(city) AS name_en FROM store FINAL WHERE city != ''
    UNION ALL
    SELECT 'category' AS kind, category AS id, name, name_en FROM category FINAL
)
ORDER BY kind, id
