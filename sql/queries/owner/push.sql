-- Best hours to push for each community of a store, against its share in the chain's usual window. High 0: no interval is known.
-- reads days: as_of
SELECT w.community_id AS community_id, if(c.name = '', w.community_id, c.name) AS name, w.start_hour AS start_hour,
       w.end_hour AS end_hour, w.share AS share, w.low AS low, w.high AS high, w.weekend AS weekend,
       w.chain_start_hour AS chain_start_hour, w.chain_share AS chain_share, w.orders AS orders, w.users AS users
FROM push_window AS w
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = w.community_id
WHERE w.as_of = {as_of:Date} AND w.store_id = {store:String}
ORDER BY orders DESC, community_id
LIMIT 12
