-- Units of {products} of {category} that people wanted at some stores on some days.
SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, business_day AS day, sum(wanted) AS quantity
FROM fact_goods
WHERE category = {category:String} AND product_id IN {products:Array(String)} AND business_day IN {dates:Array(Date)} AND store_id IN {stores:Array(String)} AND wanted > 0
GROUP BY store_id, product_id, day
