-- Reward plans whose 28 days ended on a day: the margin of what shares brought in them, last touch.
SELECT s.suggestion_id AS suggestion_id, b.amount * if(m.sales > 0, m.margin / m.sales, 0) AS actual, toUInt8(m.sales > 0) AS known
FROM (SELECT suggestion_id, toString(store_id) AS store_id FROM suggestion WHERE last_day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 40 AND kind = 'reward') AS s
LEFT JOIN (SELECT toString(store_id) AS store_id, toFloat64(sum(amount)) AS amount FROM fact_share WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 GROUP BY store_id) AS b ON b.store_id = s.store_id
LEFT JOIN (SELECT toString(store_id) AS store_id, toFloat64(sum(amount)) AS sales, toFloat64(sum(if(cost > 0, amount - cost, intDiv(amount, 4)))) AS margin FROM fact_store WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 GROUP BY store_id) AS m ON m.store_id = s.store_id
ORDER BY suggestion_id
