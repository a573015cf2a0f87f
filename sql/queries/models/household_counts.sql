-- What households bought and when, for the mix of communities: of a slice of the users, or (labelled = 1) of those who told their kind. Feature 0 to n-1:
-- lines per category; from n on: orders per three hours, working days and weekends. Who opted out is not looked at.
WITH
    optedout AS (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1),
    told AS (SELECT user_id, toString(kind) AS kind FROM household_label FINAL WHERE kind != ''),
    lines AS
    (
        SELECT user_id, order_id, toString(community_id) AS community_id, toString(category) AS category, ordered_at, hour, business_day FROM fact_order_line
        WHERE sold AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND cityHash64(user_id) % {slices:UInt16} = {slice:UInt16}
          AND ({labelled:UInt8} = 0 OR user_id IN (SELECT user_id FROM told)) AND NOT startsWith(user_id, '~') AND user_id NOT IN (SELECT user_id FROM optedout)
    ),
    homes AS (SELECT user_id, argMax(community_id, (ordered_at, order_id)) AS community_id FROM lines GROUP BY user_id)
SELECT c.user_id AS user_id, h.community_id AS community_id, t.kind AS kind, c.feature AS feature, c.n AS n
FROM
(
    SELECT user_id, toUInt32(indexOf({categories:Array(String)}, category) - 1) AS feature, count() AS n FROM lines
    WHERE has({categories:Array(String)}, category) GROUP BY user_id, feature
    UNION ALL
    SELECT user_id, toUInt32(length({categories:Array(String)}) + intDiv(hour, 3) + 8 * (toDayOfWeek(business_day) >= 6)) AS feature, uniqExact(order_id) AS n FROM lines
    GROUP BY user_id, feature
) AS c
INNER JOIN homes AS h ON h.user_id = c.user_id
LEFT JOIN told AS t ON t.user_id = c.user_id
WHERE h.community_id != ''
ORDER BY user_id, feature
