-- What happened to the goods of advice whose period ended on a day: days on offer (a sale, a click or a receipt), the last of them, what
-- they earned (margin less waste, fen), who bought, what was thrown away; and what other stores earned per day with a sale of the same
-- product, for as many days. Where a store's clicks are not recorded, goods that the owner accepted count as offered all the time.
WITH
    due AS
    (
        SELECT suggestion_id, toString(kind) AS kind, toString(store_id) AS store_id, toString(product_id) AS product_id, first_day, last_day
        FROM suggestion
        WHERE last_day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 40 AND kind IN ('range_add', 'range_test', 'range_drop', 'campaign', 'clearance')
    ),
    sales AS
    (
        SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, business_day, quantity > 0 AS sold, buyers, toFloat64(if(cost > 0, amount - cost, intDiv(amount, 4))) AS margin, toFloat64(waste_cost) AS waste, promoted
        FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - 7 AND product_id IN (SELECT product_id FROM due)
    ),
    seen AS
    (
        SELECT store_id, product_id, business_day FROM sales WHERE sold
        UNION DISTINCT
        SELECT toString(store_id), toString(product_id), business_day FROM fact_click WHERE business_day <= {day:Date} AND business_day > {day:Date} - 7 AND (toString(store_id), toString(product_id)) IN (SELECT store_id, product_id FROM due)
        UNION DISTINCT
        SELECT toString(store_id), toString(product_id), business_day FROM stock FINAL WHERE kind = 'receipt' AND quantity > 0 AND business_day <= {day:Date} AND business_day > {day:Date} - 7 AND product_id IN (SELECT product_id FROM due)
    ),
    clicked AS (SELECT DISTINCT toString(store_id) AS store_id FROM fact_click WHERE business_day <= {day:Date} AND business_day > {day:Date} - 7),
    reported AS (SELECT DISTINCT toString(store_id) AS store_id FROM fact_store WHERE business_day <= {day:Date} AND business_day > {day:Date} - 7),
    offers AS
    (
        SELECT d.suggestion_id AS suggestion_id, uniqExact(o.business_day) AS days, max(o.business_day) AS last
        FROM due AS d INNER JOIN seen AS o ON o.store_id = d.store_id AND o.product_id = d.product_id
        WHERE o.business_day BETWEEN d.first_day AND d.last_day
        GROUP BY suggestion_id
    ),
    earned AS
    (
        SELECT d.suggestion_id AS suggestion_id, sum(s.margin) AS margin, sum(s.waste) AS waste, toFloat64(sum(s.buyers)) AS buyers, toUInt8(countIf(s.sold)) AS sold_days, max(s.promoted) AS promoted
        FROM due AS d INNER JOIN sales AS s ON s.store_id = d.store_id AND s.product_id = d.product_id
        WHERE s.business_day BETWEEN d.first_day AND d.last_day
        GROUP BY suggestion_id
    ),
    elsewhere AS (SELECT product_id, sum(margin - waste) AS earned, countIf(sold) AS days FROM sales GROUP BY product_id),
    here AS (SELECT store_id, product_id, sum(margin - waste) AS earned, countIf(sold) AS days FROM sales GROUP BY store_id, product_id)
SELECT
    d.suggestion_id AS suggestion_id, d.kind AS kind, toUInt8(d.product_id IN (SELECT product_id FROM product FINAL)) AS there, toUInt8(d.store_id IN (SELECT store_id FROM reported)) AS known,
    toUInt8(if(o.days = 0 AND d.store_id NOT IN (SELECT store_id FROM clicked) AND d.suggestion_id IN (SELECT suggestion_id FROM suggestion_decision FINAL WHERE decision = 'accept'), toUInt64(d.last_day - d.first_day + 1), o.days)) AS offered,
    toUInt8(d.kind = 'range_drop' AND (o.days = 0 OR o.last <= d.last_day - 4)) AS gone, e.margin - e.waste AS earned, e.buyers AS buyers, e.waste AS waste, toUInt8(e.promoted) AS promoted,
    toUInt8(w.days > h.days) AS elsewhere, if(w.days > h.days, (w.earned - h.earned) / (w.days - h.days) * e.sold_days, 0) AS chain
FROM due AS d
LEFT JOIN offers AS o ON o.suggestion_id = d.suggestion_id
LEFT JOIN earned AS e ON e.suggestion_id = d.suggestion_id
LEFT JOIN elsewhere AS w ON w.product_id = d.product_id
LEFT JOIN here AS h ON h.store_id = d.store_id AND h.product_id = d.product_id
ORDER BY suggestion_id
