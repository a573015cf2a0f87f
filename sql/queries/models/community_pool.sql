-- Members per community and state four weeks ago and now, from clicks, orders and shares of 180 days. A member belongs to the
-- community of the latest order, else of the latest click or share.
WITH {day:Date} - 28 AS before
SELECT
    community_id,
    multiIf(then = toDate(0), 'new', bought_then > before - 28, 'active', then > before - 28, 'reachable', then > before - 90, 'dormant', 'lost') AS from_state,
    multiIf(bought > {day:Date} - 28, 'active', now > {day:Date} - 28, 'reachable', now > {day:Date} - 90, 'dormant', 'lost') AS to_state,
    toInt64(count()) AS members
FROM
(
    SELECT user_id, max((ordered, day_now, community)).3 AS community_id, max(day_now) AS now, max(day_then) AS then,
        maxIf(day_now, ordered) AS bought, maxIf(day_then, ordered) AS bought_then
    FROM
    (
        SELECT user_id, toString(community_id) AS community, toUInt8(1) AS ordered, max(business_day) AS day_now, maxIf(business_day, business_day <= before) AS day_then
        FROM fact_order_line
        WHERE sold AND user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - 180
        GROUP BY user_id, community_id
        UNION ALL
        SELECT user_id, toString(community_id), 0, max(business_day), maxIf(business_day, business_day <= before)
        FROM click
        WHERE user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - 180
        GROUP BY user_id, community_id
        UNION ALL
        SELECT user_id, toString(community_id), 0, max(business_day), maxIf(business_day, business_day <= before)
        FROM share
        WHERE user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - 180
        GROUP BY user_id, community_id
    )
    GROUP BY user_id
)
WHERE community_id != ''
GROUP BY community_id, from_state, to_state
ORDER BY community_id, from_state, to_state
