-- Marketing advice whose period ended on a day and that was sent: the list of what was sent names it, or what it speaks of was shared
-- at least three times in the period and twice as often as in the four weeks before.
WITH
    due AS
    (
        SELECT suggestion_id, toString(kind) AS kind, toString(store_id) AS store_id, toString(community_id) AS community_id, toString(category) AS category, toString(product_id) AS product_id, as_of, first_day, last_day
        FROM suggestion
        WHERE last_day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 40 AND kind IN ('campaign', 'repurchase', 'winback', 'newcomers', 'clearance')
    ),
    made AS
    (
        SELECT toString(f.store_id) AS store_id, toString(f.community_id) AS community_id, toString(p.category) AS category, toString(f.product_id) AS product_id, f.business_day AS day, sum(f.shares) AS n
        FROM fact_share AS f
        LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = f.product_id
        WHERE f.business_day <= {day:Date} AND f.business_day > {day:Date} - 70 AND f.shares > 0 AND f.store_id IN (SELECT store_id FROM due)
        GROUP BY store_id, community_id, category, product_id, day
    )
SELECT suggestion_id FROM
(
    SELECT d.suggestion_id AS suggestion_id
    FROM due AS d
    INNER JOIN made AS m ON m.store_id = d.store_id
    WHERE (d.community_id = '' OR m.community_id = d.community_id) AND (d.product_id = '' OR m.product_id = d.product_id) AND (d.kind != 'repurchase' OR m.category = d.category)
    GROUP BY suggestion_id
    HAVING sumIf(m.n, m.day BETWEEN d.first_day AND d.last_day) >= 3
        AND sumIf(m.n, m.day BETWEEN d.first_day AND d.last_day) >= 2 * sumIf(m.n, m.day <= d.as_of AND m.day > d.as_of - 28) / 28 * any(d.last_day - d.first_day + 1)
    UNION DISTINCT
    SELECT message_id FROM push_sent FINAL WHERE message_id IN (SELECT suggestion_id FROM due) AND business_day <= {day:Date} AND business_day > {day:Date} - 40
)
ORDER BY suggestion_id
