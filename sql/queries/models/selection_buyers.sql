-- Distinct buyers of each category in each store in the window.
SELECT toString(store_id) AS store_id, toString(category) AS category, toFloat64(uniqExact(user_id)) AS buyers
FROM fact_order_line
WHERE sold AND NOT startsWith(user_id, '~') AND category NOT IN ('', 'service') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
GROUP BY store_id, category
ORDER BY store_id, category
