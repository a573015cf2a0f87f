-- What there is to say about a community, the most certain and striking first.
-- reads days: ..day
SELECT as_of, toString(topic) AS topic, base, text_zh, text_en
FROM community_insight
WHERE as_of = (SELECT max(as_of) FROM community_insight WHERE as_of <= {day:Date}) AND community_id = {community:String}
ORDER BY rank
LIMIT 12
