-- The catalogue: as popular as their number is small.
INSERT INTO product (product_id, name, name_en, category, brand, unit, price, cost, shelf_life_days, pack_size, supplier, lead_time_days, updated_at)
SELECT concat('p', leftPad(toString(number), 5, '0')), concat('商品', toString(number)), concat('product ', toString(number)), concat('k', toString(cityHash64(number) % 40)),
    concat('b', toString(cityHash64(number, 1) % 200)), '份', 300 + cityHash64(number, 2) % 5000 AS listed, toInt64(listed * 0.7),
    [0, 1, 2, 3, 7, 30, 180][1 + cityHash64(number, 3) % 7], 6, concat('v', toString(cityHash64(number, 4) % 60)), 1 + number % 2, now64(3, 'UTC')
FROM numbers({products:UInt64})
