-- What people who click can ask for: stores with their city, communities, categories and products of the catalogue with what they belong to.
SELECT kind, id, parent
FROM
(
    SELECT 'store' AS kind, store_id AS id, toString(city) AS parent FROM store FINAL
    UNION ALL
    SELECT 'community', community_id, store_id FROM community FINAL
    UNION ALL
    SELECT 'category', category, '' FROM (SELECT DISTINCT toString(category) AS category FROM product FINAL WHERE category != '')
    UNION ALL
    (SELECT 'product', product_id, toString(category) FROM product FINAL ORDER BY product_id LIMIT 5000)
)
ORDER BY kind, id
