-- Five communities to a store, within some kilometres.
INSERT INTO community (community_id, name, store_id, latitude, longitude, households, updated_at)
SELECT concat('c', leftPad(toString(number), 5, '0')), concat('小区', toString(number)), concat('s', leftPad(toString(intDiv(number, 5)), 4, '0')),
    31 + (cityHash64(intDiv(number, 5), 1) % 10000) / 20000 + (toFloat64(cityHash64(number, 3) % 1000) - 500) / 15000,
    121 + (cityHash64(intDiv(number, 5), 2) % 10000) / 20000 + (toFloat64(cityHash64(number, 4) % 1000) - 500) / 15000,
    300 + cityHash64(number, 5) % 1500, now64(3, 'UTC')
FROM numbers({stores:UInt64} * 5)
