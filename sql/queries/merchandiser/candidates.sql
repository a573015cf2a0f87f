-- The products in and near the range of one store, in turn.
-- reads days: as_of
SELECT as_of, turn, toString(product_id) AS product_id, toString(category) AS category, toString(storage) AS storage, toString(state) AS state, locked, banned, orders, units, value_fen, waste_fen, gain_fen, households
FROM range_candidate
WHERE as_of = {as_of:Date} AND store_id = {store:String}
ORDER BY turn, product_id
LIMIT 10000
