-- Daily units of every store and product that sold in the last eight weeks, back to the start of the window. Those of the
-- last four are forecast; the others would have been, up to four weeks ago, and show what becomes of goods that sold of late.
-- A series begins not with its first sale, which would make every rare product look frequent, but when the goods could have
-- been sold: when the store was open and the chain sold the product, at most 90 days before its first sale here. That day is
-- a row of zero.
WITH
    recent AS
    (
        SELECT store_id, product_id, any(category) AS kind, min(business_day) AS first_here
        FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND category != 'service' AND quantity > 0
        GROUP BY store_id, product_id
        HAVING max(business_day) > {day:Date} - 56
    ),
    opened AS (SELECT store_id, min(business_day) AS day FROM fact_store GROUP BY store_id),
    launched AS (SELECT product_id, min(business_day) AS day FROM fact_demand WHERE quantity > 0 GROUP BY product_id)
SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, toString(category) AS c_category, day, toFloat64(sum(toDecimal64(units, 3))) AS quantity, max(out) AS stockout
FROM
(
    SELECT d.store_id AS store_id, d.product_id AS product_id, r.kind AS category, d.business_day AS day, d.quantity AS units, d.stockout AS out
    FROM fact_demand AS d
    INNER JOIN recent AS r ON r.store_id = d.store_id AND r.product_id = d.product_id
    WHERE d.business_day <= {day:Date} AND d.business_day > {day:Date} - {window:UInt16}
    UNION ALL
    SELECT r.store_id, r.product_id, r.kind, greatest(o.day, l.day, r.first_here - 90, {day:Date} - {window:UInt16} + 1), 0., 0.
    FROM recent AS r
    INNER JOIN opened AS o ON o.store_id = r.store_id
    INNER JOIN launched AS l ON l.product_id = r.product_id
)
GROUP BY store_id, product_id, c_category, day
ORDER BY store_id, product_id, day
