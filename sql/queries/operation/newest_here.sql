-- Whether a store has rows on the newest days of the chain: mostly it has, and then nobody needs to look for its own newest days.
-- reads days: sheet, advice, push, score, fact, affinity
SELECT 'sheet' AS kind, count() > 0 AS here FROM order_sheet WHERE as_of = {sheet:Date} AND store_id = {store:String}
UNION ALL
SELECT 'advice', count() > 0 FROM recommendation WHERE as_of = {advice:Date} AND store_id = {store:String}
UNION ALL
SELECT 'push', count() > 0 FROM push_window WHERE as_of = {push:Date} AND store_id = {store:String}
UNION ALL
SELECT 'score', count() > 0 FROM forecast_score WHERE day = {score:Date} AND store_id = {store:String}
UNION ALL
SELECT 'fact', count() > 0 FROM fact_store WHERE business_day = {fact:Date} AND store_id = {store:String}
UNION ALL
SELECT 'affinity', count() > 0 FROM community_affinity WHERE as_of = {affinity:Date} AND community_id IN (SELECT community_id FROM community FINAL WHERE store_id = {store:String})
