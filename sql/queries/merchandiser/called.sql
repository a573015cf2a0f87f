-- Products that are called like this, two at the most: one is meant, two are too many.
SELECT product_id FROM product FINAL WHERE {name:String} != '' AND (product_id = {name:String} OR name = {name:String} OR name_en = {name:String}) ORDER BY product_id != {name:String}, product_id LIMIT 2
