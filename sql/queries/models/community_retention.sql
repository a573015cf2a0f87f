-- Cohorts of the last year, by the four weeks of a user's first order at the store (empty: in the chain): of how many a period of 28
-- days, counted from the own first order, has passed, and how many of these ordered on a later day within it. Period -1 counts the
-- cohort.
SELECT
    store_id, toDate('1970-01-05') + 28 * intDiv(toUInt32(first) - 4, 28) AS cohort, toInt64(period) AS period,
    toInt64(count()) AS exposed, toInt64(countIf(arrayExists(d -> d > first AND intDiv(toInt64(d) - toInt64(first), 28) = period, days))) AS again
FROM
(
    SELECT s.1 AS store_id, s.2 AS days, arrayMin(days) AS first
    FROM
    (
        SELECT groupUniqArrayArray(days) AS anywhere, groupArray((store_id, days)) AS stores
        FROM
        (
            SELECT user_id, toString(store_id) AS store_id, groupUniqArray(business_day) AS days
            FROM fact_order_line
            WHERE sold AND user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date}
            GROUP BY user_id, store_id
        )
        GROUP BY user_id
    )
    ARRAY JOIN arrayConcat([('', anywhere)], stores) AS s
)
ARRAY JOIN arrayMap(p -> toInt64(p) - 1, range(toUInt32(1 + intDiv(toInt64({day:Date}) - toInt64(first) + 1, 28)))) AS period
WHERE first > {day:Date} - 364
GROUP BY store_id, cohort, period
ORDER BY store_id, cohort, period
