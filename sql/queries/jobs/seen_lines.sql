-- Fingerprint, per business day, of what the facts of the day take from order lines beside its own events: who buys for the first
-- time, what was booked earlier for the day, and what is known of the shares that brought orders. Each depends on the lines of the
-- day itself and of earlier days only. A day that takes nothing is not listed.
WITH made AS
(
    SELECT share_id, argMin(cityHash64(share_id, parent_share_id, user_id, store_id, community_id, product_id, channel), (event_time, event_id)) AS s
    FROM share
    GROUP BY share_id
)
SELECT day, sum(part) AS seen
FROM
(
    SELECT day, sum(cityHash64('first', user_id)) AS part
    FROM (SELECT user_id, min(business_day) AS day FROM fact_order_line WHERE sold GROUP BY user_id)
    GROUP BY day
    UNION ALL
    SELECT pickup_date, sum(cityHash64('booked', order_id, line, store_id, product_id, user_id, quantity, amount, cost, campaign_id != '' OR discount > 0))
    FROM fact_order_line
    WHERE sold AND pickup_date > business_day AND pickup_date <= business_day + 60 -- as facts/demand
    GROUP BY pickup_date
    UNION ALL
    SELECT l.business_day, sum(cityHash64('brought', m.s))
    FROM (SELECT DISTINCT business_day, share_id FROM fact_order_line WHERE sold AND share_id != '') AS l
    INNER JOIN made AS m ON m.share_id = l.share_id
    GROUP BY l.business_day
)
GROUP BY day
