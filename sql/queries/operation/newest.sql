-- Newest day of each kind up to {day}, of one store or (empty) of the chain; 1970-01-01 when there is none.
-- reads days: ..day
SELECT 'sheet' AS kind, max(as_of) AS newest FROM order_sheet
WHERE as_of <= {day:Date} AND ({store:String} = '' OR store_id = {store:String})
UNION ALL
SELECT 'advice', max(as_of) FROM recommendation
WHERE as_of <= {day:Date} AND ({store:String} = '' OR store_id = {store:String})
UNION ALL
SELECT 'push', max(as_of) FROM push_window
WHERE as_of <= {day:Date} AND ({store:String} = '' OR store_id = {store:String})
UNION ALL
SELECT 'score', max(day) FROM forecast_score
WHERE day <= {day:Date} AND ({store:String} = '' OR store_id = {store:String})
UNION ALL
SELECT 'fact', max(business_day) FROM fact_store
WHERE business_day <= {day:Date} AND ({store:String} = '' OR store_id = {store:String})
UNION ALL
SELECT 'affinity', max(as_of) FROM community_affinity
WHERE as_of <= {day:Date} AND ({store:String} = '' OR community_id IN (SELECT community_id FROM community FINAL WHERE store_id = {store:String}))
