-- Shares from messages as they travel on the wire, of a world that lives in Asia/Shanghai.
INSERT INTO share (event_id, event_time, business_day, hour, share_id, parent_share_id, user_id, store_id, community_id, product_id, campaign_id, channel)
SELECT JSONExtractString(message, 'event_id'), parseDateTime64BestEffort(JSONExtractString(message, 'event_time'), 3, 'UTC') AS at, toDate(toTimeZone(at, 'Asia/Shanghai')), toHour(toTimeZone(at, 'Asia/Shanghai')),
    JSONExtractString(message, 'share_id'), JSONExtractString(message, 'parent_share_id'), JSONExtractString(message, 'user_id'), JSONExtractString(message, 'store_id'), JSONExtractString(message, 'community_id'),
    JSONExtractString(message, 'product_id'), JSONExtractString(message, 'campaign_id'), JSONExtractString(message, 'channel')
FROM wire
WHERE JSONExtractString(message, 'type') = 'share'
