-- Clicks: the same people, four fifths of them looks at what is popular.
INSERT INTO click (event_id, event_time, business_day, hour, user_id, store_id, community_id, session_id, action, product_id, campaign_id, share_id, ingested_at, _topic, _partition, _offset)
WITH
    number AS n,
    toUInt64(floor({users:UInt64} * pow((cityHash64(n, 1) % 1000000007) / 1000000007, 1.6))) AS person,
    cityHash64(person, 2) % ({stores:UInt64} * 5) AS home,
    toDate({last:Date}) - toUInt16(n % {days:UInt16}) AS day,
    toUInt8([7, 8, 8, 9, 10, 11, 12, 12, 13, 15, 17, 18, 19, 19, 20, 20, 20, 21, 21, 22][1 + cityHash64(person, cityHash64(n, 31) % 3, 32) % 20]) AS at,
    if(cityHash64(n, 21) % 3 = 0, cityHash64(person, cityHash64(n, 22) % 8, 23), cityHash64(n, 24)) AS taste
SELECT
    concat('k', lower(hex(sipHash64(n, 1)))), toDateTime64(day, 3, 'UTC') + toIntervalHour(at) - toIntervalHour(8) + toIntervalSecond(cityHash64(n, 3) % 3600) AS moment,
    day, at, concat('u', lower(hex(sipHash64(person)))), concat('s', leftPad(toString(intDiv(home, 5)), 4, '0')), concat('c', leftPad(toString(home), 5, '0')),
    lower(hex(sipHash64(person, day))), ['impression', 'impression', 'view', 'view', 'view', 'add_to_cart', 'remove_from_cart', 'search'][1 + cityHash64(n, 4) % 8],
    concat('p', leftPad(toString(toUInt64(floor({products:UInt64} * pow((taste % 1000000007) / 1000000007, 2.2)))), 5, '0')), '',
    if(cityHash64(n, 5) % 8 = 0, concat('h', toString((cityHash64(n, 6) % intDiv({shares:UInt64}, {days:UInt16})) * {days:UInt16} + n % {days:UInt16})), ''),
    moment + 5, 'linli.click', n % 4, n
FROM numbers({from:UInt64}, {count:UInt64})
