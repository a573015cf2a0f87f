-- Ranges whose period ended on a day: the order lines of these seven days, and how many of them were of products on the advised list, on the
-- list that the store had, and on the chain's list of as many products; how many products were added, and how many of them were offered.
WITH
    due AS (SELECT suggestion_id, toString(store_id) AS store_id, as_of, JSONExtractUInt(evidence, 'places') AS places, JSONExtractString(evidence, 'list') AS list FROM suggestion WHERE last_day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 40 AND kind = 'range'),
    best AS
    (
        SELECT product_id, row_number() OVER (ORDER BY n DESC, product_id) AS turn
        FROM
        (
            SELECT toString(product_id) AS product_id, sum(if(orders > 0, toInt64(orders), toInt64(ceil(quantity)))) AS n FROM fact_demand
            WHERE business_day <= (SELECT max(as_of) FROM due) AND business_day > (SELECT max(as_of) FROM due) - 28 AND quantity > 0 AND category != 'service'
            GROUP BY product_id
        )
    ),
    listed AS (SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, toString(state) AS state, as_of FROM range_candidate WHERE as_of IN (SELECT as_of FROM due)),
    sold AS
    (
        SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, toFloat64(sum(if(orders > 0, toInt64(orders), toInt64(ceil(quantity))))) AS n FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - 7 AND quantity > 0 AND category != 'service' AND store_id IN (SELECT store_id FROM due)
        GROUP BY store_id, product_id
    ),
    shown AS
    (
        SELECT DISTINCT toString(store_id) AS store_id, toString(product_id) AS product_id FROM fact_click
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - 7 AND (toString(store_id), toString(product_id)) IN (SELECT store_id, product_id FROM listed WHERE state = 'add')
        UNION DISTINCT SELECT store_id, product_id FROM sold
    ),
    lines AS
    (
        SELECT d.suggestion_id AS suggestion_id, sum(s.n) AS total, sumIf(s.n, l.state IN ('keep', 'add')) AS ours, sumIf(s.n, l.state IN ('keep', 'drop')) AS present, sumIf(s.n, b.turn BETWEEN 1 AND d.places) AS chain
        FROM due AS d
        INNER JOIN sold AS s ON s.store_id = d.store_id
        LEFT JOIN listed AS l ON l.store_id = s.store_id AND l.product_id = s.product_id AND l.as_of = d.as_of
        LEFT JOIN best AS b ON b.product_id = s.product_id
        GROUP BY suggestion_id
    ),
    changes AS
    (
        SELECT d.suggestion_id AS suggestion_id, countIf(l.state = 'add') AS added, countIf(l.state = 'add' AND o.product_id != '') AS offered, countIf(l.state IN ('add', 'drop')) AS changed
        FROM due AS d
        INNER JOIN listed AS l ON l.store_id = d.store_id AND l.as_of = d.as_of
        LEFT JOIN shown AS o ON o.store_id = l.store_id AND o.product_id = l.product_id
        GROUP BY suggestion_id
    )
SELECT
    d.suggestion_id AS suggestion_id, n.total AS total, if(n.total > 0, n.ours / n.total, 0) AS ours, if(n.total > 0, n.present / n.total, 0) AS present, if(n.total > 0, n.chain / n.total, 0) AS chain,
    toUInt8(c.changed = 0 OR d.list = 'chain') AS same, toUInt8(c.changed > 0 AND 2 * c.offered >= c.added) AS done
FROM due AS d
LEFT JOIN lines AS n ON n.suggestion_id = d.suggestion_id
LEFT JOIN changes AS c ON c.suggestion_id = d.suggestion_id
ORDER BY suggestion_id
