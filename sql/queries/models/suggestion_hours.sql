-- Windows to push on a day: orders of the community that day, those within the window and within the chain's usual one, and whether
-- something was pushed: shares of the community in the window, three at least and twice as many as usual in these hours, or the list
-- of what was sent.
WITH
    due AS
    (
        SELECT suggestion_id, toString(store_id) AS store_id, toString(community_id) AS community_id, start_hour, end_hour, JSONExtractUInt(evidence, 'usual_hour') AS usual, (toUInt8(end_hour) + 24 - start_hour) % 24 AS hours
        FROM suggestion
        WHERE last_day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 40 AND kind = 'push'
    ),
    orders AS
    (
        SELECT toString(community_id) AS community_id, hour, toFloat64(uniqExact(order_id)) AS n FROM fact_order_line
        WHERE business_day = {day:Date} AND status != 'placed' GROUP BY community_id, hour
    ),
    shared AS
    (
        SELECT toString(community_id) AS community_id, hour, toFloat64(countIf(business_day = {day:Date})) AS now, countIf(business_day < {day:Date}) / 28 AS usually FROM share
        WHERE business_day <= {day:Date} AND business_day >= {day:Date} - 28 GROUP BY community_id, hour
    ),
    bursts AS
    (
        SELECT d.suggestion_id AS suggestion_id FROM due AS d INNER JOIN shared AS s ON s.community_id = d.community_id
        WHERE (s.hour + 24 - d.start_hour) % 24 < d.hours
        GROUP BY suggestion_id
        HAVING sum(s.now) >= 3 AND sum(s.now) >= 2 * sum(s.usually)
    ),
    pushed AS (SELECT DISTINCT toString(store_id) AS store_id, hour FROM push_sent FINAL WHERE business_day = {day:Date}),
    sent AS (SELECT DISTINCT d.suggestion_id AS suggestion_id FROM due AS d INNER JOIN pushed AS p ON p.store_id = d.store_id WHERE (p.hour + 24 - d.start_hour) % 24 < d.hours)
SELECT
    d.suggestion_id AS suggestion_id, toFloat64(any(o.all)) AS orders, sumIf(o.n, (o.hour + 24 - d.start_hour) % 24 < d.hours) AS within, sumIf(o.n, (o.hour + 24 - d.usual) % 24 < d.hours) AS usually,
    toUInt8(any(d.start_hour = d.usual)) AS same, toUInt8(d.suggestion_id IN (SELECT suggestion_id FROM bursts) OR d.suggestion_id IN (SELECT suggestion_id FROM sent)) AS done
FROM due AS d
LEFT JOIN (SELECT community_id, hour, n, sum(n) OVER (PARTITION BY community_id) AS all FROM orders) AS o ON o.community_id = d.community_id
GROUP BY suggestion_id
ORDER BY suggestion_id
