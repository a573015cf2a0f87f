-- One row per order of a slice of the users, the orders of a user together: local day and half hour, community and store. Aliases (~) of people
-- who were erased are nobody to be told anything.
SELECT user_id, toString(min(community_id)) AS community_id, toString(min(store_id)) AS store_id, min(business_day) AS day,
       min(hour * 2 + (toMinute(ordered_at) >= 30)) AS slot
FROM fact_order_line
WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND cityHash64(user_id) % {slices:UInt16} = {slice:UInt16}
GROUP BY user_id, order_id
ORDER BY user_id
