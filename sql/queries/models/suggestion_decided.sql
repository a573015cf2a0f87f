-- Advice of a day about which somebody has decided: it stays as it was given, whatever a later run of the day would say.
SELECT as_of, suggestion_id, subject, toString(kind) AS kind, rank, toString(store_id) AS store_id, toString(community_id) AS community_id, toString(category) AS category, toString(product_id) AS product_id, start_hour, end_hour, group_size,
       toString(audience) AS audience, people, first_day, last_day, toString(unit) AS unit, expected, low, high, baseline, toString(against) AS against, stake_fen, propensity, digest, evidence, text_zh, text_en, message_zh, message_en,
       toString(template) AS template, message_note
FROM suggestion
WHERE as_of = {day:Date} AND suggestion_id IN (SELECT suggestion_id FROM suggestion_decision FINAL WHERE decision != '')
ORDER BY suggestion_id
