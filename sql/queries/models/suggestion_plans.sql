-- Reward plans that give something, with the margin of what shares brought in the last 28 days (last touch).
SELECT
    toString(p.store_id) AS store_id, st.name AS store, toFloat64(p.budget) AS budget, toFloat64(p.spent) AS spent, p.people AS people, p.held_back AS held_back, toFloat64(p.returns) AS returns,
    toFloat64(p.returns_low) AS low, toFloat64(p.returns_high) AS high, toFloat64(p.equal_returns) AS equal, toFloat64(p.touch_returns) AS touch, p.text_zh AS text_zh, p.text_en AS text_en,
    b.amount * if(m.sales > 0, m.margin / m.sales, 0) AS brought
FROM leader_plan AS p
LEFT JOIN (SELECT store_id, toFloat64(sum(amount)) AS amount FROM fact_share WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 GROUP BY store_id) AS b ON b.store_id = p.store_id
LEFT JOIN (SELECT store_id, toFloat64(sum(amount)) AS sales, toFloat64(sum(if(cost > 0, amount - cost, intDiv(amount, 4)))) AS margin FROM fact_store WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 GROUP BY store_id) AS m ON m.store_id = p.store_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = p.store_id
WHERE p.as_of = {day:Date} AND p.people > 0
ORDER BY store_id
