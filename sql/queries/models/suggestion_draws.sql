-- Drawn tests that were scored in the 28 days that end with a day.
SELECT toString(store_id) AS store_id, toMonday(as_of) AS week, as_of, propensity, gain, toUInt8(followed AND verdict != 'void') AS followed
FROM suggestion_score
WHERE day <= {day:Date} AND day > {day:Date} - 28 AND kind = 'range_test'
ORDER BY store_id, as_of, suggestion_id
