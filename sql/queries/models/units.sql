-- The measure word of each product.
SELECT product_id, toString(unit) AS unit FROM product FINAL WHERE unit != ''
