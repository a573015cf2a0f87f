-- What advice was worth by kind: the summary (28 days) of the newest day up to {to} (current = 1) and up to the end of the period compared.
-- reads days: ..to, ..before_to
SELECT current, any(day) AS day, kind, toUInt64(sum(advised)) AS advised, toUInt64(sum(followed)) AS followed, toUInt64(sum(hits)) AS hits, toUInt64(sum(misses)) AS misses, toUInt64(sum(voids)) AS voids,
       sum(gain) AS gain, any(gain_unit) AS gain_unit
FROM
(
    SELECT toUInt8(f.day > {before_to:Date}) AS current, f.day AS day, f.kind AS kind, f.advised AS advised, f.followed AS followed, f.hits AS hits, f.misses AS misses, f.voids AS voids, f.gain AS gain, f.gain_unit AS gain_unit
    FROM suggestion_summary AS f
    WHERE f.day IN ((SELECT max(day) FROM suggestion_summary WHERE day <= {to:Date}), (SELECT max(day) FROM suggestion_summary WHERE day <= {before_to:Date}))
      AND f.scope = if({store:String} = '' AND {city:String} = '', 'chain', 'store')
      AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
)
GROUP BY current, kind
ORDER BY current DESC, hits + misses DESC, kind
