-- A text ready to send of a store, with whom it addresses and how long it holds.
SELECT suggestion_id, toString(kind) AS kind, toString(community_id) AS community_id, toString(category) AS category, toString(audience) AS audience, first_day, last_day
FROM suggestion
WHERE suggestion_id = {suggestion:String} AND store_id = {store:String} AND message_zh != ''
LIMIT 1
