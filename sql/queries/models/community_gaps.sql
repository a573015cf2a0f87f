-- Of one in {sample} users: days from a purchase of a category to the next of the same (empty: of anything), and for the last one
-- the days without another until the cut-off. Gaps with ended = 0 were still open.
SELECT category, toInt64(gap) AS gap, toInt64(ended) AS ended, toInt64(count()) AS purchases
FROM
(
    SELECT category, arraySort(days) AS sorted, arrayPushBack(arrayPopFront(sorted), {day:Date}) AS nexts,
        arrayMap((d, next, i) -> (toInt64(next) - toInt64(d), i < length(sorted)), sorted, nexts, arrayEnumerate(sorted)) AS gaps
    FROM
    (
        SELECT scope AS category, user_id, groupUniqArray(business_day) AS days
        FROM fact_order_line
        ARRAY JOIN [toString(category), ''] AS scope, [1, 0] AS one
        WHERE sold AND NOT (one AND (scope = '' OR scope IN {sensitive:Array(String)})) AND user_id != '' AND NOT startsWith(user_id, '~') AND cityHash64(user_id) % {sample:UInt32} = 0
            AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
        GROUP BY scope, user_id
    )
)
ARRAY JOIN gaps.1 AS gap, gaps.2 AS ended
GROUP BY category, gap, ended
ORDER BY category, gap, ended
