-- Windows to push of the day after: the five communities of each store with most orders to gain.
SELECT
    toString(w.store_id) AS store_id, toString(w.community_id) AS community_id, st.name AS store, c.name AS community, w.start_hour AS start_hour, w.end_hour AS end_hour, w.share AS share,
    w.low AS low, w.high AS high, w.chain_start_hour AS usual_hour, w.chain_share AS usual_share, w.orders AS orders, w.weekend AS weekend
FROM push_window AS w
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = w.community_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = w.store_id
WHERE w.as_of = {day:Date} AND w.store_id != ''
ORDER BY store_id, w.orders * (w.share - w.chain_share) DESC, w.orders DESC, community_id
LIMIT 5 BY store_id
