-- What a slice of the users bought: one row per user, day, hour, community and store, by user and day. A promotion is what was sold in a
-- campaign or at a discount; the catalogue's price is no yardstick, as it is today's. Who opted out of personalisation is left out.
SELECT
    user_id,
    toString(community_id) AS community_id,
    toString(store_id) AS store_id,
    business_day AS day,
    hour,
    uniqExact(cityHash64(order_id)) AS orders,
    sum(amount) AS amount,
    sumIf(l.amount, campaign_id != '' OR discount > 0) AS promoted,
    max(share_id != '') AS shared
FROM fact_order_line AS l
WHERE sold AND business_day <= {day:Date} AND business_day > {day:Date} - {lifetime:UInt16}
    AND cityHash64(user_id) % {slices:UInt32} = {slice:UInt32}
    AND NOT startsWith(user_id, '~') AND user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
GROUP BY user_id, day, hour, l.community_id, l.store_id
ORDER BY user_id, day
