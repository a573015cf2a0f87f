-- Products in or near the ranges of stores, by store and product, as the what-if's form names them.
-- reads days: as_of
SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, toString(state) AS action, '' AS suggestion_id, '' AS decision
FROM range_candidate
WHERE as_of = {as_of:Date} AND has({picks:Array(String)}, concat(store_id, '|', product_id))
ORDER BY store_id, product_id
