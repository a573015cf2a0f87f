-- Buyers of each sensitive category per community, next to those of anything: what is left to say of a community without labels.
WITH all_buyers AS
(
    SELECT community_id, uniqExact(user_id) AS buyers FROM fact_order_line
    WHERE sold AND community_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY community_id
),
bought AS
(
    SELECT community_id, toString(category) AS category, uniqExact(user_id) AS n FROM fact_order_line
    WHERE sold AND community_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND has({categories:Array(String)}, toString(category))
    GROUP BY community_id, category
)
SELECT toString(a.community_id) AS community_id, k.category AS category, a.buyers AS community_buyers, toUInt64(b.n) AS buyers
FROM all_buyers AS a CROSS JOIN (SELECT DISTINCT category FROM bought) AS k LEFT JOIN bought AS b ON b.community_id = a.community_id AND b.category = k.category
ORDER BY category, community_id
