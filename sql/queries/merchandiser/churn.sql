-- Regular buyers who stayed away and what had happened before, of a store or (empty) the chain.
-- reads days: ..day
SELECT as_of, toString(event) AS event, users, missing, share, comparable, excess, low, high, excess_users, comparable_users, text_zh, text_en
FROM store_churn
WHERE as_of = (SELECT max(as_of) FROM store_churn WHERE as_of <= {day:Date}) AND store_id = {store:String}
ORDER BY event != 'all', excess_users DESC, event
