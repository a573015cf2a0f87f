-- Orders and clicks per community, weekday (1 Monday) and local hour in the window; what was merely shown is no click.
SELECT community_id, toInt64(weekday) AS weekday, toInt64(hour) AS hour, toInt64(sum(orders)) AS orders, toInt64(sum(clicks)) AS clicks
FROM
(
    SELECT toString(community_id) AS community_id, toDayOfWeek(business_day) AS weekday, hour, uniqExact(order_id) AS orders, toUInt64(0) AS clicks
    FROM fact_order_line
    WHERE sold AND community_id != '' AND hour < 24 AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY community_id, weekday, hour
    UNION ALL
    SELECT toString(community_id), toDayOfWeek(business_day) AS weekday, hour, 0, sum(clicks)
    FROM fact_click
    WHERE action != 'impression' AND community_id != '' AND hour < 24 AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY community_id, weekday, hour
)
GROUP BY community_id, weekday, hour
ORDER BY community_id, weekday, hour
