-- As community_repurchase, per category in the chain, from one in {sample} users: the same category again.
SELECT
    'chain' AS scope, category AS scope_id, toInt64(countIf(bought > 0)) AS users, toFloat64(sum(bought)) AS n, toFloat64(sum(bought * bought)) AS nn,
    toFloat64(sum(in7)) AS x7, toFloat64(sum(in7 * in7)) AS xx7, toFloat64(sum(in7 * bought)) AS xn7,
    toFloat64(sum(in14)) AS x14, toFloat64(sum(in14 * in14)) AS xx14, toFloat64(sum(in14 * bought)) AS xn14,
    toFloat64(sum(in28)) AS x28, toFloat64(sum(in28 * in28)) AS xx28, toFloat64(sum(in28 * bought)) AS xn28
FROM
(
    SELECT
        toString(category) AS category, arraySort(groupUniqArray(business_day)) AS sorted,
        arrayMap((d, next) -> if(next = toDate(0), 10000, toInt64(next) - toInt64(d)), sorted, arrayPushBack(arrayPopFront(sorted), toDate(0))) AS gaps,
        toInt64(arrayCount(d -> d <= {day:Date} - 28, sorted)) AS bought,
        toInt64(arrayCount((d, g) -> d <= {day:Date} - 28 AND g <= 7, sorted, gaps)) AS in7,
        toInt64(arrayCount((d, g) -> d <= {day:Date} - 28 AND g <= 14, sorted, gaps)) AS in14,
        toInt64(arrayCount((d, g) -> d <= {day:Date} - 28 AND g <= 28, sorted, gaps)) AS in28
    FROM fact_order_line
    WHERE sold AND category != '' AND category NOT IN {sensitive:Array(String)} AND user_id != '' AND NOT startsWith(user_id, '~') AND cityHash64(user_id) % {sample:UInt32} = 0
        AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY category, user_id
)
GROUP BY category
ORDER BY category
