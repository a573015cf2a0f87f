-- Texts ready to send for a store, the one with most money at stake of each kind; with the reason.
-- reads days: as_of
SELECT suggestion_id, toString(kind) AS kind, community_id, start_hour, end_hour, people, group_size, text_zh, text_en, message_zh, message_en
FROM
(
    SELECT suggestion_id, kind, toString(community_id) AS community_id, start_hour, end_hour, people, group_size, text_zh, text_en, message_zh, message_en
    FROM suggestion
    WHERE as_of = {as_of:Date} AND store_id = {store:String} AND message_zh != '' AND message_en != ''
    ORDER BY rank, suggestion_id
    LIMIT 1 BY kind
)
ORDER BY indexOf(['clearance', 'campaign', 'repurchase', 'winback', 'newcomers', 'range_test'], kind), suggestion_id
LIMIT 3
