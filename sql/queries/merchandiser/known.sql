-- Whether the catalogue has a product, or where {product} is empty a category.
SELECT count() AS known
FROM product FINAL
WHERE if({product:String} = '', category = {category:String}, product_id = {product:String})
