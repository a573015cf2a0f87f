-- Distinct buyers per community and category in the window. Products without a category say nothing. Aliases (~) are nobody.
SELECT toString(community_id) AS community_id, toString(category) AS category, toInt64(uniqExact(user_id)) AS buyers
FROM fact_order_line
WHERE sold AND category != '' AND community_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
GROUP BY community_id, category
ORDER BY community_id, category
