-- The advice of some rows of the list, by store and product, with the suggestion that a decision is kept for and what was decided. Whoever
-- knows the outcome decides nothing: advice whose period has passed has no suggestion here.
SELECT toString(r.store_id) AS store_id, toString(r.product_id) AS product_id, toString(r.action) AS action, s.suggestion_id AS suggestion_id, toString(d.decision) AS decision
FROM (SELECT store_id, product_id, action FROM recommendation WHERE as_of = {as_of:Date} AND has({picks:Array(String)}, concat(store_id, '|', product_id))) AS r
LEFT JOIN (SELECT store_id, product_id, suggestion_id FROM suggestion WHERE as_of = {as_of:Date} AND kind IN ('range_add', 'range_drop', 'range_test') AND last_day > (SELECT max(business_day) FROM fact_store)) AS s ON s.store_id = r.store_id AND s.product_id = r.product_id
LEFT JOIN (SELECT suggestion_id, decision FROM suggestion_decision FINAL) AS d ON d.suggestion_id = s.suggestion_id
ORDER BY store_id, product_id
