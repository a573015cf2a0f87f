-- When a community orders: seven weekdays of 24 hours, next to the chain.
-- reads days: ..day
SELECT as_of, weekday, share, chain_share, week_orders
FROM community_hour
WHERE as_of = (SELECT max(as_of) FROM community_hour WHERE as_of <= {day:Date}) AND community_id = {community:String}
ORDER BY weekday
