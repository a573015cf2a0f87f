-- Which list each store gets and why: past coverage of three lists, what the advised range is expected to do next to the present one.
-- reads days: ..day
SELECT toString(g.store_id) AS store_id, if(st.name = '', g.store_id, st.name) AS store, g.as_of AS as_of, g.periods AS periods, g.lists AS lists, g.sold AS sold,
       g.coverage_chain AS coverage_chain, g.coverage_own AS coverage_own, g.coverage_ours AS coverage_ours, toString(g.decision) AS decision,
       g.slots AS slots, g.offered AS offered, g.orders AS orders, g.coverage AS coverage, g.coverage_now AS coverage_now, g.margin_fen AS margin_fen, g.margin_now_fen AS margin_now_fen,
       g.waste_fen AS waste_fen, g.waste_now_fen AS waste_now_fen, g.reason_zh AS reason_zh, g.reason_en AS reason_en, g.notes_zh AS notes_zh, g.notes_en AS notes_en,
       count() OVER () AS rows, countIf(g.decision = 'local') OVER () AS locals
FROM range_gate AS g
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = g.store_id
WHERE g.as_of = (SELECT max(as_of) FROM range_gate WHERE as_of <= {day:Date}) AND ({store:String} = '' OR g.store_id = {store:String}) AND ({decision:String} = '' OR g.decision = {decision:String})
ORDER BY multiIf({sort:String} = 'gain', (g.margin_fen - g.waste_fen) - (g.margin_now_fen - g.waste_now_fen), {sort:String} = 'lift', g.coverage_ours - g.coverage_chain, {sort:String} = 'sold', g.sold, 0.) DESC, store_id
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
