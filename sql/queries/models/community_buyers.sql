-- Distinct buyers of anything with a category per community in the window, by the number of days on which they bought there.
-- An alias (~) is one day of somebody erased, with no past or future: it counts in sales, never as a person.
SELECT community_id, toInt64(least(days, 400)) AS days, toInt64(count()) AS buyers
FROM
(
    SELECT toString(community_id) AS community_id, user_id, uniqExact(business_day) AS days
    FROM fact_order_line
    WHERE sold AND category != '' AND community_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY community_id, user_id
)
GROUP BY community_id, days
ORDER BY community_id, days
