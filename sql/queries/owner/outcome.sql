-- What became of single pieces of advice of a store in the week that ends with a day: judged ones first, the most money on top. Of the
-- suggestions only those days are read on which what is judged was given.
-- reads days: day - 59..day
SELECT s.day AS day, toString(s.kind) AS kind, toString(s.verdict) AS verdict, toString(s.why) AS why, toString(s.decision) AS decision, s.followed = 1 AS followed, toString(s.gain_unit) AS gain_unit, s.gain AS gain,
       g.product_id AS product_id, g.community_id AS community_id, s.text_zh AS text_zh, s.text_en AS text_en
FROM suggestion_score AS s
LEFT JOIN
(
    SELECT suggestion_id, as_of, toString(product_id) AS product_id, toString(community_id) AS community_id
    FROM suggestion
    WHERE as_of > {day:Date} - 60 AND as_of <= {day:Date} AND store_id = {store:String}
      AND as_of IN (SELECT as_of FROM suggestion_score WHERE day > {day:Date} - 7 AND day <= {day:Date} AND store_id = {store:String} AND counted = 1)
) AS g ON g.suggestion_id = s.suggestion_id AND g.as_of = s.as_of
WHERE s.day > {day:Date} - 7 AND s.day <= {day:Date} AND s.store_id = {store:String} AND s.counted = 1
ORDER BY verdict = 'void', s.gain_unit = 'fen' DESC, abs(s.gain) DESC, s.suggestion_id
LIMIT 12
