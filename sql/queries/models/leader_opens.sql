-- Which shares the people who bought through one opened, and when first; for one of some parts of them.
SELECT reinterpretAsInt64(cityHash64(user_id)) AS user, reinterpretAsInt64(cityHash64(share_id)) AS share, toUnixTimestamp64Milli(min(event_time)) AS at
FROM click
WHERE share_id != '' AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} - 7 AND cityHash64(user_id) % {parts:UInt16} = {part:UInt16}
    AND user_id IN
    (
        SELECT user_id FROM fact_order_line
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND share_id != '' AND sold AND cityHash64(user_id) % {parts:UInt16} = {part:UInt16}
    )
GROUP BY user_id, share_id
ORDER BY user, at, share
