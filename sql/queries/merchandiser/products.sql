-- Products to choose from, those that sold last first.
SELECT p.product_id AS product_id, p.name AS name, p.name_en AS name_en
FROM product AS p FINAL
LEFT JOIN (SELECT product_id, max(business_day) AS last FROM fact_demand WHERE business_day > (SELECT max(business_day) FROM fact_store) - 7 AND quantity > 0 GROUP BY product_id) AS d ON d.product_id = p.product_id
ORDER BY d.last DESC, p.product_id
LIMIT {limit:UInt32}
