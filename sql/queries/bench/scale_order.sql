-- Orders of one to three lines, one event each. Who buys much is drawn by a power law; half of the lines are one of the person's eight
-- favourites; each person has hours of theirs; a tenth came by a share of the day.
INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, campaign_id, share_id, pickup_date,
    `lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`, ingested_at, _topic, _partition, _offset)
WITH
    number AS n,
    toUInt64(floor({users:UInt64} * pow((cityHash64(n, 1) % 1000000007) / 1000000007, 1.6))) AS person,
    cityHash64(person, 2) % ({stores:UInt64} * 5) AS home,
    toDate({last:Date}) - toUInt16(n % {days:UInt16}) AS day,
    toUInt8([7, 8, 8, 9, 10, 11, 12, 12, 13, 15, 17, 18, 19, 19, 20, 20, 20, 21, 21, 22][1 + cityHash64(person, cityHash64(n, 31) % 3, 32) % 20]) AS at,
    range(1 + n % 3) AS line_numbers,
    arrayMap(line -> toUInt64(floor({products:UInt64} * pow((if(cityHash64(n, line, 21) % 2 = 0, cityHash64(person, cityHash64(n, line, 22) % 8, 23), cityHash64(n, line, 24)) % 1000000007) / 1000000007, 2.2))), line_numbers) AS goods
SELECT
    concat('e', lower(hex(sipHash64(n, 1)))), toDateTime64(day, 3, 'UTC') + toIntervalHour(at) - toIntervalHour(8) + toIntervalSecond(cityHash64(n, 3) % 3600) AS moment,
    day, at, concat('o', lower(hex(sipHash64(n, 2)))), 'picked_up', concat('u', lower(hex(sipHash64(person)))),
    concat('s', leftPad(toString(intDiv(home, 5)), 4, '0')), concat('c', leftPad(toString(home), 5, '0')), '',
    if(cityHash64(n, 4) % 10 = 0, concat('h', toString((cityHash64(n, 5) % intDiv({shares:UInt64}, {days:UInt16})) * {days:UInt16} + n % {days:UInt16})), ''),
    day + 1,
    arrayMap(g -> concat('p', leftPad(toString(g), 5, '0')), goods), arrayMap(line -> toDecimal64(1 + cityHash64(n, line, 6) % 3, 3), line_numbers),
    arrayMap(g -> toInt64(300 + cityHash64(g, 2) % 5000), goods), arrayMap(g -> toInt64(if(cityHash64(n, g) % 10 = 0, 50, 0)), goods),
    moment + 5, 'linli.order', n % 4, n
FROM numbers({from:UInt64}, {count:UInt64})
