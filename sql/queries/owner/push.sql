-- Best hours to push for the communities of each store, against their share in the chain's usual window. High 0: no interval is known.
-- reads days: as_of
SELECT store_id, toString(community_id) AS community_id, start_hour, end_hour, share, low, high, weekend, chain_start_hour, chain_share, orders, users
FROM push_window
WHERE as_of = {as_of:Date}
ORDER BY store_id, orders DESC, community_id
LIMIT 12 BY store_id
