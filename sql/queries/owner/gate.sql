-- Which list each store gets, its own or the chain's, and why.
-- reads days: as_of
SELECT store_id, toString(decision) AS decision, sold, coverage_chain, coverage_ours, reason_zh, reason_en, notes_zh, notes_en
FROM range_gate
WHERE as_of = {as_of:Date}
ORDER BY store_id
LIMIT 1 BY store_id
