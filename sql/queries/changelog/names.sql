-- What changes are about: names of stores, products, categories and jobs, and of suggestions their kind and the name of their product.
SELECT 'store' AS of, store_id AS id, name, '' AS name_en, '' AS kind FROM store FINAL WHERE store_id IN {stores:Array(String)}
UNION ALL
SELECT 'product', product_id, name, name_en, '' FROM product FINAL WHERE product_id IN {products:Array(String)}
UNION ALL
SELECT 'category', category, name, name_en, '' FROM category FINAL WHERE category IN {categories:Array(String)}
UNION ALL
SELECT 'job', job, title_zh, title_en, '' FROM job FINAL WHERE job IN {jobs:Array(String)}
UNION ALL
SELECT 'suggestion', s.suggestion_id, p.name, p.name_en, s.kind
FROM (SELECT suggestion_id, toString(any(kind)) AS kind, toString(any(product_id)) AS product_id FROM suggestion WHERE suggestion_id IN {suggestions:Array(String)} GROUP BY suggestion_id) AS s
LEFT JOIN (SELECT product_id, name, name_en FROM product FINAL) AS p ON p.product_id = s.product_id
