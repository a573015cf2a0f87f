-- What a store, a category and a product are called; rows of what is known only.
SELECT 'store' AS kind, name, '' AS name_en, city AS city FROM store FINAL WHERE store_id = {store:String}
UNION ALL
SELECT 'category', name, name_en, '' FROM category FINAL WHERE category = {category:String}
UNION ALL
SELECT 'product', name, name_en, '' FROM product FINAL WHERE product_id = {product:String}
