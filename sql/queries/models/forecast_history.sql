-- Daily units of every store and product that sold in the last four weeks, back to the start of the window.
SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, toString(category) AS category,
    business_day AS day, quantity, stockout
FROM fact_demand
WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND category != 'service'
    AND (store_id, product_id) IN (SELECT store_id, product_id FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 AND quantity > 0)
ORDER BY store_id, product_id, day
