-- The shares of the window, and of the month before it, from which they may descend. Ids are hashes; a share is what was told of it first.
SELECT
    reinterpretAsInt64(cityHash64(share_id)) AS id,
    if(s.1 = '', 0, reinterpretAsInt64(cityHash64(s.1))) AS parent,
    reinterpretAsInt64(cityHash64(s.2)) AS sharer,
    s.2 AS user_id,
    toString(s.3) AS store_id,
    toString(s.4) AS community_id,
    toString(s.5) AS channel,
    toUnixTimestamp64Milli(s.6) AS at,
    toInt64(s.7) AS hour,
    toInt64(toDayOfWeek(s.8) >= 6) AS weekend,
    toInt64(s.8 > {day:Date} - {window:UInt16}) AS recent
FROM
(
    SELECT share_id, argMin((parent_share_id, user_id, store_id, community_id, channel, event_time, hour, business_day), (event_time, event_id)) AS s
    FROM share
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} - 30
    GROUP BY share_id
)
ORDER BY at, id
