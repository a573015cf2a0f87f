-- A chain of stores around a city.
INSERT INTO store (store_id, name, timezone, city, latitude, longitude, opened_on, owner, updated_at)
SELECT concat('s', leftPad(toString(number), 4, '0')), concat('门店', toString(number)), 'Asia/Shanghai', '上海',
    31 + (cityHash64(number, 1) % 10000) / 20000, 121 + (cityHash64(number, 2) % 10000) / 20000, toDate({last:Date}) - 400, '店主', now64(3, 'UTC')
FROM numbers({stores:UInt64})
