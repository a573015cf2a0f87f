-- Order sheet of a store: what is to be ordered first, the most money at stake on top; with what the bookings say about the day.
-- reads days: as_of
SELECT s.product_id AS product_id, s.day AS day, toFloat64(s.quantity) AS quantity, toFloat64(s.packs) AS packs, toFloat64(s.pack_size) AS pack_size,
       toFloat64(s.expected) AS expected, toFloat64(s.low) AS low, toFloat64(s.high) AS high, toFloat64(s.booked) AS booked, toFloat64(s.on_hand) AS on_hand, toFloat64(s.on_order) AS on_order,
       s.service_level AS service_level, o.there = 1 AS foretold, o.base AS base, o.share AS share,
       s.expected_waste_fen AS waste_fen, s.expected_missed_fen AS missed_fen, s.stake_fen AS stake_fen,
       s.reason_zh AS reason_zh, s.reason_en AS reason_en
FROM order_sheet AS s
LEFT JOIN (SELECT product_id, day, base, share, 1 AS there FROM demand_outlook WHERE as_of = {as_of:Date} AND store_id = {store:String}) AS o
    ON o.product_id = s.product_id AND o.day = s.day
WHERE s.as_of = {as_of:Date} AND s.store_id = {store:String}
ORDER BY s.quantity > 0 DESC, stake_fen DESC, s.expected DESC, product_id
