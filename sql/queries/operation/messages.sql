-- How the daily messages of the newest day that has any stand: one row per store and receiver with its last try; what did not go out first.
SELECT m.business_day AS day, m.store_id AS store_id, if(s.name = '', m.store_id, s.name) AS store, m.channel AS channel, m.target AS target, m.attempts AS attempts,
       m.last.1 AS status, m.last.2 AS error, m.last.3 AS retry_at, m.noted AS at
FROM
(
    SELECT t.business_day AS business_day, t.store_id AS store_id, toString(t.channel) AS channel, t.target AS target, toUInt8(max(t.attempt)) AS attempts,
           argMax((toString(t.status), t.error, t.retry_at), (t.claimed_at, t.try_id)) AS last, max(t.at) AS noted
    FROM message_sent AS t FINAL
    WHERE t.business_day = (SELECT max(business_day) FROM message_sent) AND t.status != 'left'
    GROUP BY business_day, store_id, channel, target
) AS m
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS s ON s.store_id = m.store_id
ORDER BY status = 'sent', store_id, channel, target
