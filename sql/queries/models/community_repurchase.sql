-- Purchases (a user's days with an order) at least 28 days before the cut-off, and how many were followed by another within 7, 14 and
-- 28 days: sums and sums of squares over users. Per chain, store (followed at the same store) and community.
SELECT
    scope, scope_id, toInt64(countIf(bought > 0)) AS users, toFloat64(sum(bought)) AS n, toFloat64(sum(bought * bought)) AS nn,
    toFloat64(sum(in7)) AS x7, toFloat64(sum(in7 * in7)) AS xx7, toFloat64(sum(in7 * bought)) AS xn7,
    toFloat64(sum(in14)) AS x14, toFloat64(sum(in14 * in14)) AS xx14, toFloat64(sum(in14 * bought)) AS xn14,
    toFloat64(sum(in28)) AS x28, toFloat64(sum(in28 * in28)) AS xx28, toFloat64(sum(in28 * bought)) AS xn28
FROM
(
    SELECT
        scope, scope_id, arraySort(groupUniqArrayArray(days)) AS sorted,
        arrayMap((d, next) -> if(next = toDate(0), 10000, toInt64(next) - toInt64(d)), sorted, arrayPushBack(arrayPopFront(sorted), toDate(0))) AS gaps,
        toInt64(arrayCount(d -> d <= {day:Date} - 28, sorted)) AS bought,
        toInt64(arrayCount((d, g) -> d <= {day:Date} - 28 AND g <= 7, sorted, gaps)) AS in7,
        toInt64(arrayCount((d, g) -> d <= {day:Date} - 28 AND g <= 14, sorted, gaps)) AS in14,
        toInt64(arrayCount((d, g) -> d <= {day:Date} - 28 AND g <= 28, sorted, gaps)) AS in28
    FROM
    (
        SELECT user_id, toString(store_id) AS store_id, toString(community_id) AS community_id, groupUniqArray(business_day) AS days
        FROM fact_order_line
        WHERE sold AND user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
        GROUP BY user_id, store_id, community_id
    )
    ARRAY JOIN ['chain', 'store', 'community'] AS scope, ['', store_id, community_id] AS scope_id
    WHERE scope = 'chain' OR scope_id != ''
    GROUP BY scope, scope_id, user_id
)
GROUP BY scope, scope_id
ORDER BY scope, scope_id
