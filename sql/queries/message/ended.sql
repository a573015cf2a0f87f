-- Notes how a try ended.
INSERT INTO message_sent (business_day, store_id, channel, target, try_id, attempt, digest, status, error, retry_at, claimed_at, at)
SELECT {day:Date}, {store:String}, {channel:String}, {target:String}, {try:String}, {attempt:UInt8}, {digest:String}, {status:String}, {error:String}, {retry_at:DateTime64(3, 'UTC')}, {claimed_at:DateTime64(3, 'UTC')}, now64(3, 'UTC')
