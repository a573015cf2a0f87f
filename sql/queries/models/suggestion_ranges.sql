-- What the selection advises a store as a whole: the gate, with the place that an average product to be dropped takes, fen in 7 days.
SELECT
    toString(g.store_id) AS store_id, st.name AS store, toString(g.decision) AS decision, g.slots AS slots, g.offered AS offered, g.orders AS orders, g.sold AS sold,
    g.coverage AS coverage, g.coverage_now AS coverage_now, g.coverage_ours AS past_ours, g.coverage_chain AS past_chain,
    g.margin_fen - g.waste_fen AS earns, g.margin_now_fen - g.waste_now_fen AS earns_now, g.reason_zh AS reason_zh, g.reason_en AS reason_en, g.digest AS digest
FROM range_gate AS g
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = g.store_id
WHERE g.as_of = {day:Date}
ORDER BY store_id
