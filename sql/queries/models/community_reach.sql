-- Distinct buyers per community and store (empty: at any store) in the window, and those whose first order ever lies in the last 28 days.
SELECT p.1 AS community_id, p.2 AS store_id, toInt64(count()) AS buyers, toInt64(countIf(first > {day:Date} - 28)) AS new_buyers
FROM
(
    SELECT min(first_day) AS first, groupUniqArrayIf((community_id, store_id), last_day > {day:Date} - {window:UInt16}) AS pairs,
        arrayDistinct(arrayConcat(pairs, arrayMap(p -> (p.1, ''), pairs))) AS places
    FROM
    (
        SELECT user_id, toString(community_id) AS community_id, toString(store_id) AS store_id, min(business_day) AS first_day, max(business_day) AS last_day
        FROM fact_order_line
        WHERE sold AND user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date}
        GROUP BY user_id, community_id, store_id
    )
    GROUP BY user_id
)
ARRAY JOIN places AS p
WHERE p.1 != ''
GROUP BY community_id, store_id
ORDER BY community_id, store_id
