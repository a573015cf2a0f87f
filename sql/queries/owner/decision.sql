-- One piece of advice of a store on its range, and what was decided about it.
SELECT s.suggestion_id AS suggestion_id, toString(s.kind) AS kind, toString(s.product_id) AS product_id, s.last_day AS last_day, d.decision AS decision
FROM suggestion AS s
LEFT JOIN (SELECT suggestion_id, decision FROM suggestion_decision FINAL WHERE suggestion_id = {suggestion:String}) AS d ON d.suggestion_id = s.suggestion_id
WHERE s.suggestion_id = {suggestion:String} AND s.store_id = {store:String}
LIMIT 1
