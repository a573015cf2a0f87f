-- On how many shopping days (a user's day with a purchase) of the last {window} days each product was bought, by community and by store; product_id is
-- empty for all products. Aggregates count everybody.
WITH
    hidden AS
    (
        SELECT product_id FROM product FINAL
        WHERE sensitive OR category = 'service' OR category IN (SELECT category FROM category FINAL WHERE sensitive)
    ),
    lines AS
    (
        SELECT toString(store_id) AS store_id, toString(community_id) AS community_id, toString(product_id) AS product_id, cityHash64(user_id, business_day) AS trip
        FROM fact_order_line
        WHERE sold AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND category != 'service'
            AND product_id NOT IN hidden AND category NOT IN (SELECT category FROM category FINAL WHERE sensitive)
    )
SELECT kind, place, product_id, trips
FROM
(
    SELECT 'community' AS kind, community_id AS place, product_id, toUInt32(uniqExact(trip)) AS trips FROM lines GROUP BY GROUPING SETS ((community_id, product_id), (community_id))
    UNION ALL
    SELECT 'store' AS kind, store_id AS place, product_id, toUInt32(uniqExact(trip)) AS trips FROM lines GROUP BY GROUPING SETS ((store_id, product_id), (store_id))
)
WHERE place != ''
ORDER BY kind, place, product_id
