-- Texts ready to send for a store, the one with most money at stake of each kind; with the reason.
-- reads days: as_of
SELECT suggestion_id, toString(kind) AS kind, if(c.name = '', s.community_id, c.name) AS community, s.start_hour AS start_hour, s.end_hour AS end_hour, s.people AS people,
       s.group_size AS group_size, s.text_zh AS text_zh, s.text_en AS text_en, s.message_zh AS message_zh, s.message_en AS message_en
FROM
(
    SELECT * FROM suggestion
    WHERE as_of = {as_of:Date} AND store_id = {store:String} AND message_zh != '' AND message_en != ''
    ORDER BY rank, suggestion_id
    LIMIT 1 BY kind
) AS s
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = s.community_id
ORDER BY indexOf(['clearance', 'campaign', 'repurchase', 'winback', 'newcomers', 'range_test'], kind), suggestion_id
LIMIT 3
