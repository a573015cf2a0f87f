-- Sharers by what they brought, of the newest night up to {to}; who opted out since is left out.
-- reads days: ..to
SELECT f.as_of AS as_of, f.user_id AS user_id, f.store_id AS store_id, s.name AS store, c.name AS community, toUInt64(f.shares) AS shares, toUInt64(f.visitors) AS visitors,
       toUInt64(f.orders) AS orders, f.amount AS amount, f.shapley AS shapley, f.incremental AS incremental, f.incremental_low AS low, f.incremental_high AS high,
       toUInt64(f.rank) AS rank, toUInt64(f.rank_low) AS rank_low, toUInt64(f.rank_high) AS rank_high, toUInt64(f.of) AS sharers, f.window_days AS window_days
FROM
(
    SELECT *
    FROM leader_score AS f
    WHERE f.as_of = (SELECT max(as_of) FROM leader_score WHERE as_of <= {to:Date})
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND f.user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
    ORDER BY incremental DESC, user_id, store_id, community_id
    LIMIT {rows:UInt32}
) AS f
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS s ON s.store_id = f.store_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS c ON c.community_id = f.community_id
ORDER BY incremental DESC, user_id, store_id, community
