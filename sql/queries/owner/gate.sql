-- Which list a store gets, its own or the chain's, and why.
-- reads days: as_of
SELECT toString(decision) AS decision, sold, coverage_chain, coverage_ours, reason_zh, reason_en, notes_zh, notes_en
FROM range_gate
WHERE as_of = {as_of:Date} AND store_id = {store:String}
LIMIT 1
