-- Categories that a community surely takes to more than the chain (the whole interval above 100, at least 20 buyers, not sensitive),
-- with the product of it that sells best at its store, a campaign for it that stands in the catalogue, and the size at which groups
-- come about. Prices are those of the catalogue and of campaigns.
WITH
    sold AS
    (
        SELECT toString(store_id) AS store_id, toString(category) AS category, toString(product_id) AS product_id, toFloat64(sum(amount)) AS sales,
               toFloat64(sum(if(cost > 0, amount - cost, intDiv(amount, 4)))) AS margin, toFloat64(sumIf(buyers, business_day > {day:Date} - 7)) AS week_buyers
        FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 AND quantity > 0 AND category != 'service' AND product_id IN (SELECT product_id FROM product FINAL WHERE NOT sensitive)
        GROUP BY store_id, category, product_id
        ORDER BY store_id, category, sales DESC, product_id
        LIMIT 1 BY store_id, category
    ),
    homes AS (SELECT toString(community_id) AS community_id, toString(any(store_id)) AS store_id FROM push_window WHERE as_of = {day:Date} GROUP BY community_id),
    planned AS
    (
        SELECT product_id, store_id, argMin((campaign_id, toFloat64(price), group_size), (starts_at, campaign_id)) AS first
        FROM campaign FINAL
        WHERE toDate(ends_at) > {day:Date} AND toDate(starts_at) <= {day:Date} + 7
        GROUP BY product_id, store_id
    ),
    sizes AS (SELECT toString(store_id) AS store_id, toString(category) AS category, size, buyers, success, launches FROM leader_group WHERE as_of = {day:Date} AND advised)
SELECT
    s.store_id AS store_id, toString(a.community_id) AS community_id, s.category AS category, s.product_id AS product_id, st.name AS store, m.name AS community,
    p.name AS product_zh, p.name_en AS product_en, p.unit AS unit, c.name AS category_zh, c.name_en AS category_en, a.index AS index, a.low AS low, a.high AS high, a.buyers AS buyers,
    a.community_buyers AS community_buyers, s.margin / 4 AS week_margin, s.week_buyers AS week_buyers,
    if(own.product_id != '', own.first.2, if(wide.product_id != '', wide.first.2, toFloat64(p.price))) AS price, if(own.product_id != '', own.first.1, wide.first.1) AS campaign_id,
    toUInt16(multiIf(own.product_id != '', own.first.3, wide.product_id != '', wide.first.3, g.category != '', g.size, any_of.size)) AS size,
    if(g.category != '', g.buyers, any_of.buyers) AS group_buyers, if(g.category != '', g.success, any_of.success) AS success, if(g.category != '', g.launches, any_of.launches) AS launches
FROM community_affinity AS a
INNER JOIN homes AS h ON h.community_id = a.community_id
INNER JOIN sold AS s ON s.store_id = h.store_id AND s.category = a.category
INNER JOIN (SELECT product_id, name, name_en, unit, price FROM product FINAL) AS p ON p.product_id = s.product_id
LEFT JOIN (SELECT toString(category) AS category, name, name_en, sensitive FROM category FINAL) AS c ON c.category = s.category
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS m ON m.community_id = a.community_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = s.store_id
LEFT JOIN planned AS own ON own.product_id = s.product_id AND own.store_id = s.store_id
LEFT JOIN (SELECT * FROM planned WHERE store_id = '') AS wide ON wide.product_id = s.product_id
LEFT JOIN sizes AS g ON g.store_id = s.store_id AND g.category = s.category
LEFT JOIN (SELECT * FROM sizes WHERE category = '') AS any_of ON any_of.store_id = s.store_id
WHERE a.as_of = {day:Date} AND a.low > 100 AND a.buyers >= 20 AND NOT c.sensitive
    AND a.category NOT IN (SELECT category FROM product FINAL WHERE sensitive)
ORDER BY store_id, s.margin * (a.index - 100) DESC, community_id, category
LIMIT 12 BY store_id
