-- What each store offers: products that somebody saw or bought there in the last {window} days. Nothing sensitive, no services.
WITH
    hidden AS
    (
        SELECT product_id FROM product FINAL
        WHERE sensitive OR category = 'service' OR category IN (SELECT category FROM category FINAL WHERE sensitive)
    )
SELECT store_id, product_id
FROM
(
    SELECT DISTINCT toString(store_id) AS store_id, toString(product_id) AS product_id FROM fact_click
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND product_id != ''
    UNION DISTINCT
    SELECT toString(store_id), toString(product_id) FROM fact_demand
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND quantity > 0 AND category != 'service'
        AND category NOT IN (SELECT category FROM category FINAL WHERE sensitive)
)
WHERE product_id NOT IN hidden
ORDER BY store_id, product_id
