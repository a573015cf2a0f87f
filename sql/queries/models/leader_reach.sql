-- Who came to look through the shares of each sharer in the window, for one of some parts of the visitors; the sharer is not counted.
SELECT reinterpretAsInt64(cityHash64(m.sharer)) AS sharer, toFloat64(uniqExact(c.user_id)) AS visitors, toFloat64(uniqExact(c.user_id, c.share_id)) AS opens, toFloat64(uniqExact(c.id_hash)) AS clicks
FROM click AS c
INNER JOIN
(
    SELECT share_id, argMin(user_id, (event_time, event_id)) AS sharer
    FROM share
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY share_id
) AS m ON m.share_id = c.share_id
WHERE c.share_id != '' AND c.business_day <= {day:Date} AND c.business_day > {day:Date} - {window:UInt16} AND c.user_id != m.sharer
    AND cityHash64(c.user_id) % {parts:UInt16} = {part:UInt16}
GROUP BY m.sharer
ORDER BY sharer
