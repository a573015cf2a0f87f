-- How the members of a community's pool moved between states in four weeks; members fewer than 20 together are not split.
-- reads days: ..day
SELECT as_of, toString(from_state) AS from_state, toString(to_state) AS to_state, toUInt32(sum(members)) AS moved
FROM community_pool_flow
WHERE as_of = (SELECT max(as_of) FROM community_pool_flow WHERE as_of <= {day:Date}) AND community_id = {community:String}
GROUP BY as_of, from_state, to_state
ORDER BY indexOf(['new', 'active', 'reachable', 'dormant', 'lost'], from_state), indexOf(['active', 'reachable', 'dormant', 'lost'], to_state)
