-- What each share did on some business days: made, clicked, and bought through (last touch; one's own purchases left out).
WITH
    made AS
    (
        SELECT share_id, argMin((parent_share_id, user_id, store_id, community_id, product_id, channel, business_day), (event_time, event_id)) AS s
        FROM share
        GROUP BY share_id
    ),
    -- ~r begins the alias of somebody erased who had bought on an earlier day, ~o of one who clicked on an own share
    first_day AS (SELECT user_id, min(if(startsWith(user_id, '~r'), toDate(0), business_day)) AS day FROM fact_order_line WHERE sold GROUP BY user_id),
    touched AS
    (
        SELECT s.7 AS day, share_id, 1 AS shares, 0 AS clicks, '' AS visitor, '' AS buyer, '' AS order_id, toUInt8(0) AS is_new, toInt64(0) AS amount
        FROM made
        WHERE s.7 BETWEEN {from:Date} AND {to:Date}
        UNION ALL
        SELECT business_day, share_id, 0, 1, user_id, '', '', 0, 0
        FROM (SELECT * FROM click WHERE business_day BETWEEN {from:Date} AND {to:Date} AND share_id != '' ORDER BY event_id LIMIT 1 BY event_id)
        UNION ALL
        SELECT business_day, share_id, 0, 0, '', l.user_id, order_id, toUInt8(f.day = business_day), l.amount
        FROM fact_order_line AS l
        LEFT JOIN first_day AS f ON f.user_id = l.user_id
        WHERE business_day BETWEEN {from:Date} AND {to:Date} AND sold AND share_id != ''
    )
SELECT
    day AS business_day,
    share_id,
    any(s.1) AS parent_share_id,
    any(s.2) AS user_id,
    any(s.3) AS store_id,
    any(s.4) AS community_id,
    any(s.5) AS product_id,
    any(s.6) AS channel,
    toUInt32(sum(shares)) AS shares,
    toUInt32(sum(clicks)) AS clicks,
    toUInt32(uniqExactIf(visitor, visitor NOT IN ('', s.2) AND NOT startsWith(visitor, '~o'))) AS visitors,
    toUInt32(uniqExactIf(order_id, buyer NOT IN ('', s.2))) AS orders,
    toUInt32(uniqExactIf(buyer, buyer NOT IN ('', s.2))) AS buyers,
    toUInt32(uniqExactIf(buyer, buyer NOT IN ('', s.2) AND is_new)) AS new_buyers,
    sumIf(amount, buyer NOT IN ('', s.2)) AS amount
FROM touched
INNER JOIN made USING (share_id)
GROUP BY day, share_id
