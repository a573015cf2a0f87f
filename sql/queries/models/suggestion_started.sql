-- Advice whose period ended on a day and for whose product a campaign of the store, or of every store, began within it.
SELECT DISTINCT s.suggestion_id AS suggestion_id
FROM suggestion AS s
INNER JOIN (SELECT product_id, store_id, toDate(starts_at) AS day FROM campaign FINAL WHERE toDate(starts_at) <= {day:Date} AND toDate(starts_at) >= {day:Date} - 40) AS k ON k.product_id = toString(s.product_id)
WHERE s.last_day = {day:Date} AND s.as_of < {day:Date} AND s.as_of >= {day:Date} - 40 AND s.kind IN ('campaign', 'clearance') AND k.store_id IN ('', toString(s.store_id)) AND k.day BETWEEN s.first_day AND s.last_day
ORDER BY suggestion_id
