-- Advice about the category of a store whose period ended on a day. Of drops: what the category earned in the seven days, and what it did
-- without the product in the four weeks before the advice, per week, moved by how the store's other categories did. Of reminders: buyers.
WITH
    due AS (SELECT suggestion_id, toString(kind) AS kind, toString(store_id) AS store_id, toString(category) AS category, toString(product_id) AS product_id FROM suggestion WHERE last_day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 40 AND kind IN ('range_drop', 'repurchase')),
    sales AS
    (
        SELECT toString(store_id) AS store_id, toString(category) AS category, toString(product_id) AS product_id,
               toFloat64(sumIf(if(cost > 0, amount - cost, intDiv(amount, 4)) - waste_cost, business_day > {day:Date} - 7)) AS now, toFloat64(sumIf(if(cost > 0, amount - cost, intDiv(amount, 4)) - waste_cost, business_day <= {day:Date} - 8)) / 4 AS before
        FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - 36 AND store_id IN (SELECT store_id FROM due WHERE kind = 'range_drop') AND category != 'service'
        GROUP BY store_id, category, product_id
    ),
    by_category AS (SELECT store_id, category, sum(now) AS now, sum(before) AS before FROM sales GROUP BY store_id, category),
    by_store AS (SELECT store_id, sum(now) AS now, sum(before) AS before FROM sales GROUP BY store_id),
    buyers AS
    (
        SELECT toString(store_id) AS store_id, toString(category) AS category, toFloat64(uniq(user_id)) AS n FROM fact_order_line
        WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - 7 AND store_id IN (SELECT store_id FROM due WHERE kind = 'repurchase')
        GROUP BY store_id, category
    )
SELECT
    d.suggestion_id AS suggestion_id, d.kind AS kind, if(d.kind = 'repurchase', b.n, c.now) AS actual,
    if(d.kind = 'repurchase', 0, (c.before - p.before) * if(s.before > c.before AND s.now > c.now, (s.now - c.now) / (s.before - c.before), 1)) AS baseline,
    toUInt8(d.store_id IN (SELECT toString(store_id) FROM fact_store WHERE business_day <= {day:Date} AND business_day > {day:Date} - 7)) AS known
FROM due AS d
LEFT JOIN by_category AS c ON c.store_id = d.store_id AND c.category = d.category
LEFT JOIN by_store AS s ON s.store_id = d.store_id
LEFT JOIN sales AS p ON p.store_id = d.store_id AND p.product_id = d.product_id AND p.category = d.category
LEFT JOIN buyers AS b ON b.store_id = d.store_id AND b.category = d.category
ORDER BY suggestion_id
