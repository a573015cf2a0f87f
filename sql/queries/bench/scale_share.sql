-- Shares, a third of them passed on; few people share much.
INSERT INTO share (event_id, event_time, business_day, hour, share_id, parent_share_id, user_id, store_id, community_id, product_id, channel, ingested_at, _topic, _partition, _offset)
WITH
    number AS n,
    toUInt64(floor({users:UInt64} * pow((cityHash64(n, 1) % 1000000007) / 1000000007, 4))) AS person,
    cityHash64(person, 2) % ({stores:UInt64} * 5) AS home,
    toDate({last:Date}) - toUInt16(n % {days:UInt16}) AS day,
    toUInt8(6 + cityHash64(n, 3) % 3) AS at
SELECT
    concat('t', lower(hex(sipHash64(n, 1)))), toDateTime64(day, 3, 'UTC') + toIntervalHour(at) - toIntervalHour(8) + toIntervalSecond(cityHash64(n, 4) % 3600) AS moment,
    day, at, concat('h', toString(n)), if(n >= {days:UInt16} * 2 AND cityHash64(n, 5) % 3 = 0, concat('h', toString(n - {days:UInt16})), ''),
    concat('u', lower(hex(sipHash64(person)))), concat('s', leftPad(toString(intDiv(home, 5)), 4, '0')), concat('c', leftPad(toString(home), 5, '0')),
    concat('p', leftPad(toString(toUInt64(floor({products:UInt64} * pow((cityHash64(n, 6) % 1000000007) / 1000000007, 2.2)))), 5, '0')),
    ['wechat_group', 'wechat_group', 'moments', 'direct', 'poster'][1 + cityHash64(n, 7) % 5], moment + 5, 'linli.share', n % 4, n
FROM numbers({from:UInt64}, {count:UInt64})
