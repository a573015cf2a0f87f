-- Stores side by side: what the newest tables up to {day} say of each. All stores at once, as the answer is remembered: whichever are compared
-- next cost nothing.
-- reads days: ..day
WITH
    (SELECT max(business_day) FROM fact_store WHERE business_day <= {day:Date}) AS last
SELECT s.store_id AS store_id, if(s.name = '', s.store_id, s.name) AS store, toString(s.city) AS city, last AS as_of,
       f.orders AS orders, f.amount AS amount, f.margin AS margin, f.waste AS waste, f.stockout AS stockout, f.active AS active_products,
       toString(g.decision) AS gate, g.coverage_chain AS coverage_chain, g.coverage_ours AS coverage_ours, g.offered AS offered, g.slots AS slots,
       r.adds AS adds, r.drops AS drops, r.tests AS tests, r.gain AS gain,
       p.members AS members, p.active AS active, p.active_before AS active_before,
       t.share AS reach, t.low AS reach_low, t.high AS reach_high, t.shared_households AS households,
       q.within_28 AS within_28, q.low_28 AS low_28, q.high_28 AS high_28, a.wape AS wape, a.naive AS naive_wape, a.lean AS bias
FROM (SELECT store_id, name, city FROM store FINAL) AS s
LEFT JOIN (SELECT store_id, sum(toUInt64(y.orders)) AS orders, sum(y.amount) AS amount, sum(y.amount - y.cost) AS margin, sum(y.waste_cost) AS waste, avg(y.stockout_rate) AS stockout, max(y.active_products) AS active
    FROM fact_store AS y WHERE business_day > last - 28 AND business_day <= last GROUP BY store_id) AS f ON f.store_id = s.store_id
LEFT JOIN (SELECT store_id, decision, coverage_chain, coverage_ours, offered, slots FROM range_gate WHERE as_of = (SELECT max(as_of) FROM range_gate WHERE as_of <= {day:Date})) AS g ON g.store_id = s.store_id
LEFT JOIN (SELECT store_id, countIf(action = 'add') AS adds, countIf(action = 'drop') AS drops, countIf(action = 'test') AS tests, sumIf(gain_fen, action = 'add') AS gain
    FROM recommendation WHERE as_of = (SELECT max(as_of) FROM recommendation WHERE as_of <= {day:Date}) GROUP BY store_id) AS r ON r.store_id = s.store_id
LEFT JOIN (SELECT store_id, members, active, active_before FROM community_pool WHERE as_of = (SELECT max(as_of) FROM community_pool WHERE as_of <= {day:Date}) AND community_id = '') AS p ON p.store_id = s.store_id
LEFT JOIN (SELECT store_id, share, low, high, shared_households FROM store_catchment WHERE as_of = (SELECT max(as_of) FROM store_catchment WHERE as_of <= {day:Date}) AND radius_km = 3) AS t ON t.store_id = s.store_id
LEFT JOIN (SELECT scope_id, within_28, low_28, high_28 FROM repurchase WHERE as_of = (SELECT max(as_of) FROM repurchase WHERE as_of <= {day:Date}) AND scope = 'store' AND category = '') AS q ON q.scope_id = s.store_id
LEFT JOIN (SELECT store_id, sum(x.missed) / if(sum(x.actual) > 0, sum(x.actual), nan) AS wape, sum(x.naive_missed) / if(sum(x.actual) > 0, sum(x.actual), nan) AS naive, sum(x.bias) / if(sum(x.actual) > 0, sum(x.actual), nan) AS lean
    FROM forecast_accuracy AS x WHERE x.day > last - 28 AND x.day <= last AND x.horizon = 1 GROUP BY store_id) AS a ON a.store_id = s.store_id
ORDER BY store_id
