-- Order events from messages as they travel on the wire, of a world that lives in Asia/Shanghai.
INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, campaign_id, share_id, pickup_date,
    `lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`)
SELECT JSONExtractString(message, 'event_id'), parseDateTime64BestEffort(JSONExtractString(message, 'event_time'), 3, 'UTC') AS at, toDate(toTimeZone(at, 'Asia/Shanghai')), toHour(toTimeZone(at, 'Asia/Shanghai')),
    JSONExtractString(message, 'order_id'), JSONExtractString(message, 'status'), JSONExtractString(message, 'user_id'), JSONExtractString(message, 'store_id'), JSONExtractString(message, 'community_id'),
    JSONExtractString(message, 'campaign_id'), JSONExtractString(message, 'share_id'), toDateOrZero(JSONExtractString(message, 'pickup_date')),
    arrayMap(l -> JSONExtractString(l, 'product_id'), JSONExtractArrayRaw(message, 'lines') AS lines), arrayMap(l -> toDecimal64(JSONExtractFloat(l, 'quantity'), 3), lines),
    arrayMap(l -> JSONExtractInt(l, 'unit_price'), lines), arrayMap(l -> JSONExtractInt(l, 'discount'), lines)
FROM wire
WHERE JSONExtractString(message, 'type') = 'order'
