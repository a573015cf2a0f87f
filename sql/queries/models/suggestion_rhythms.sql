-- Categories (not sensitive) with a rhythm, per store: who bought in the last 28 days and has waited at least as long as half of the
-- chain's buyers do. Counts only, from 20 on.
SELECT
    b.store_id AS store_id, b.category AS category, st.name AS store, c.name AS category_zh, c.name_en AS category_en, b.half AS half_by, b.buyers AS buyers, b.buyers - b.lately AS waiting,
    b.week_buyers AS week_buyers, b.margin / b.buyers / 4 AS margin
FROM
(
    SELECT toString(l.store_id) AS store_id, toString(l.category) AS category, any(r.half_days) AS half, uniq(user_id) AS buyers, uniqIf(user_id, business_day > {day:Date} - toUInt16(ceil(r.half_days))) AS lately,
           uniqIf(user_id, business_day > {day:Date} - 7) AS week_buyers, toFloat64(sum(if(cost > 0, amount - cost, intDiv(amount, 4)))) AS margin
    FROM fact_order_line AS l
    INNER JOIN (SELECT toString(category) AS category, any(half_by) AS half_days FROM repurchase WHERE as_of = {day:Date} AND scope = 'chain' AND category != '' AND half_by BETWEEN 2 AND 21 GROUP BY category) AS r ON r.category = toString(l.category)
    WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - 28 AND l.category != 'service' AND l.category NOT IN (SELECT category FROM product FINAL WHERE sensitive)
    GROUP BY store_id, category
    HAVING buyers - lately >= 20
) AS b
LEFT JOIN (SELECT toString(category) AS category, name, name_en, sensitive FROM category FINAL) AS c ON c.category = b.category
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = b.store_id
WHERE NOT c.sensitive
ORDER BY store_id, waiting * margin DESC, category
LIMIT 3 BY store_id
