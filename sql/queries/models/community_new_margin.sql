-- What new buyers bring in their first 28 days: of those whose first order ever lies 28 to 84 days back, the margin of lines of known
-- cost, as sums over users; buyers counts also those of whose goods no cost is known, who add nothing to the sums.
SELECT community_id, toInt64(countIf(costed)) AS users, toInt64(count()) AS buyers, toFloat64(sum(margin)) AS margin_fen, toFloat64(sum(margin * margin)) AS square
FROM
(
    SELECT l.user_id, toString(argMin(l.community_id, (l.ordered_at, l.order_id))) AS community_id, toInt128(sumIf(l.amount - l.cost, l.cost > 0)) AS margin, countIf(l.cost > 0) > 0 AS costed
    FROM (SELECT user_id, community_id, business_day, ordered_at, order_id, amount, cost FROM fact_order_line WHERE sold AND business_day > {day:Date} - 84 AND business_day <= {day:Date}) AS l
    INNER JOIN
    (
        SELECT user_id, min(business_day) AS first
        FROM fact_order_line
        WHERE sold AND user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date}
        GROUP BY user_id
        HAVING first > {day:Date} - 84 AND first <= {day:Date} - 28
    ) AS f ON f.user_id = l.user_id
    WHERE l.business_day < f.first + 28
    GROUP BY l.user_id
)
WHERE community_id != ''
GROUP BY community_id
ORDER BY community_id
