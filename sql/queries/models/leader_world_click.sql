-- Clicks from messages as they travel on the wire, of a world that lives in Asia/Shanghai.
INSERT INTO click (event_id, event_time, business_day, hour, user_id, store_id, community_id, session_id, action, product_id, campaign_id, share_id)
SELECT JSONExtractString(message, 'event_id'), parseDateTime64BestEffort(JSONExtractString(message, 'event_time'), 3, 'UTC') AS at, toDate(toTimeZone(at, 'Asia/Shanghai')), toHour(toTimeZone(at, 'Asia/Shanghai')),
    JSONExtractString(message, 'user_id'), JSONExtractString(message, 'store_id'), JSONExtractString(message, 'community_id'), JSONExtractString(message, 'session_id'),
    JSONExtractString(message, 'action'), JSONExtractString(message, 'product_id'), JSONExtractString(message, 'campaign_id'), JSONExtractString(message, 'share_id')
FROM wire
WHERE JSONExtractString(message, 'type') = 'click'
