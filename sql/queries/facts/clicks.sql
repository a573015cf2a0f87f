-- Clicks of some business days by store, community, product, hour and action; an event_id counts once. Aliases of somebody erased
-- (~ and a letter) are one visitor of a day, whatever the letter says.
SELECT business_day, store_id, community_id, product_id, hour, action, count() AS clicks, uniqExact(if(startsWith(user_id, '~'), substring(user_id, 3), user_id)) AS users
FROM
(
    SELECT event_id, business_day, store_id, community_id, product_id, hour, action, user_id
    FROM click
    WHERE business_day BETWEEN {from:Date} AND {to:Date}
    ORDER BY event_id, _topic, _partition, _offset
    LIMIT 1 BY event_id
)
GROUP BY business_day, store_id, community_id, product_id, hour, action
