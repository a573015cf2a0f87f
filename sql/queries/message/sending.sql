-- Notes that a try to send begins now.
INSERT INTO message_sent (business_day, store_id, channel, target, try_id, attempt, digest, status, error, retry_at, claimed_at, at)
SELECT {day:Date}, {store:String}, {channel:String}, {target:String}, {try:String}, {attempt:UInt8}, {digest:String}, 'sending', '', toDateTime64(0, 3, 'UTC'), now64(3, 'UTC'), now64(3, 'UTC')
