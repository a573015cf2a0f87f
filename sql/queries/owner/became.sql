-- What a store's advice of 28 days was worth, by kind; the most advice that could be judged first.
-- reads days: day
SELECT toString(kind) AS kind, advised, followed, hits, misses, voids, toString(gain_unit) AS gain_unit, gain, gain_mean, gain_low, gain_high, text_zh, text_en
FROM suggestion_summary
WHERE day = {day:Date} AND scope = 'store' AND store_id = {store:String}
ORDER BY hits + misses > 0 DESC, indexOf(['range', 'range_add', 'range_drop', 'range_test', 'push', 'campaign', 'repurchase', 'winback', 'newcomers', 'clearance', 'reward'], kind), kind
