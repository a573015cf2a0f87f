-- Advice whose period ended on a day, with what was decided about it, and whether it is the first of its kind in its week.
SELECT
    s.as_of AS as_of, s.suggestion_id AS suggestion_id, toString(s.kind) AS kind, toString(s.store_id) AS store_id, s.first_day AS first_day, s.last_day AS last_day, toString(s.unit) AS unit,
    s.expected AS expected, s.low AS low, s.baseline AS baseline, s.group_size AS group_size, s.propensity AS propensity, s.start_hour AS start_hour, toString(d.decision) AS decision,
    toUInt8(s.as_of = f.first) AS counted
FROM suggestion AS s
LEFT JOIN (SELECT suggestion_id, decision FROM suggestion_decision FINAL) AS d ON d.suggestion_id = s.suggestion_id
LEFT JOIN
(
    SELECT subject, toMonday(as_of) AS week, min(as_of) AS first
    FROM suggestion
    WHERE as_of < {day:Date} AND as_of >= {day:Date} - 50
    GROUP BY subject, week
) AS f ON f.subject = s.subject AND f.week = toMonday(s.as_of)
WHERE s.last_day = {day:Date} AND s.as_of < {day:Date} AND s.as_of >= {day:Date} - 40
ORDER BY store_id, kind, suggestion_id
