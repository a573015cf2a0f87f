-- What some users bought in the window, a share of all by the hash of their ids: parts {from} to {to} of {of}. A list of days and products
-- of each, by day; store and community of the latest order. Nothing sensitive, nobody who opted out.
WITH
    hidden AS
    (
        SELECT product_id FROM product FINAL
        WHERE sensitive OR category = 'service' OR category IN (SELECT category FROM category FINAL WHERE sensitive)
    )
SELECT user_id, store_id, community_id, arrayMap(x -> toInt32(x.1), bought) AS days, arrayMap(x -> x.2, bought) AS products
FROM
(
    SELECT
        user_id,
        toString(argMax(store_id, (ordered_at, order_id))) AS store_id,
        toString(argMax(community_id, (ordered_at, order_id))) AS community_id,
        arraySort(groupUniqArray((business_day, toString(product_id)))) AS bought
    FROM fact_order_line
    WHERE sold AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND category != 'service'
        AND cityHash64(user_id) % {of:UInt64} BETWEEN {from:UInt64} AND {to:UInt64}
        AND product_id NOT IN hidden AND category NOT IN (SELECT category FROM category FINAL WHERE sensitive)
        AND NOT startsWith(user_id, '~') AND user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
    GROUP BY user_id
)
ORDER BY user_id
