-- The tries to send the messages of a day, of one store or (empty) of all, in the order in which they began; age is in seconds since the last word of one.
SELECT store_id, toString(channel) AS channel, target, try_id, attempt, digest, toString(status) AS status, error, retry_at, claimed_at, at,
       dateDiff('second', at, now64(3, 'UTC')) AS age
FROM message_sent FINAL
WHERE business_day = {day:Date} AND ({store:String} = '' OR store_id = {store:String})
ORDER BY store_id, channel, target, claimed_at, try_id
