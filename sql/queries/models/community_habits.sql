-- Of one in {sample} users: how many bought a category on so many of the days on which they bought anything. The empty category
-- counts everybody by days.
SELECT c.1 AS category, toInt64(least(days, 400)) AS days, toInt64(least(c.2, 400)) AS with_category, toInt64(count()) AS users
FROM
(
    SELECT length(groupUniqArrayArray(bought)) AS days, arrayConcat([('', toUInt64(0))], groupArray((category, length(bought)))) AS categories
    FROM
    (
        SELECT user_id, toString(category) AS category, groupUniqArray(business_day) AS bought
        FROM fact_order_line
        WHERE sold AND category != '' AND community_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
            AND cityHash64(user_id) % {sample:UInt32} = 0
        GROUP BY user_id, category
    )
    GROUP BY user_id
)
ARRAY JOIN categories AS c
GROUP BY category, days, with_category
ORDER BY category, days, with_category
