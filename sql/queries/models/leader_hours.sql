-- Purchases without a share by community, weekend and local hour, for one of some parts of the buyers; and, in a row of no purchases,
-- the days of the window since the first purchase, summed over the customers of the community. The alias of somebody erased has
-- no rhythm.
WITH
    bought AS
    (
        SELECT user_id, business_day, argMin(community_id, (ordered_at, order_id)) AS place, argMin(hour, (ordered_at, order_id)) AS at
        FROM fact_order_line
        WHERE sold AND share_id = '' AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND cityHash64(user_id) % {parts:UInt16} = {part:UInt16}
            AND NOT startsWith(user_id, '~')
        GROUP BY user_id, business_day
    ),
    people AS
    (
        SELECT user_id, argMax(community_id, (ordered_at, order_id)) AS place, greatest(min(business_day), {day:Date} - {window:UInt16} + 1) AS first, max(business_day) AS last
        FROM fact_order_line
        WHERE sold AND business_day <= {day:Date} AND cityHash64(user_id) % {parts:UInt16} = {part:UInt16}
            AND NOT startsWith(user_id, '~')
        GROUP BY user_id
        HAVING last > {day:Date} - {window:UInt16}
    )
SELECT community_id, weekend, hour, purchases, customer_days
FROM
(
    SELECT toString(place) AS community_id, toInt64(toDayOfWeek(business_day) >= 6) AS weekend, toInt64(at) AS hour, toFloat64(count()) AS purchases, toFloat64(0) AS customer_days
    FROM bought
    GROUP BY community_id, weekend, hour
    UNION ALL
    SELECT toString(place) AS community_id, toInt64(0) AS weekend, toInt64(0) AS hour, toFloat64(0) AS purchases, toFloat64(sum(dateDiff('day', first, {day:Date}) + 1)) AS customer_days
    FROM people
    GROUP BY community_id
)
ORDER BY community_id, weekend, hour, purchases
