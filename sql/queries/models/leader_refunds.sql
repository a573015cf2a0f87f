-- Orders through the shares of each sharer that were refunded more than a week after the order, when commission has been settled.
SELECT reinterpretAsInt64(cityHash64(m.sharer)) AS sharer, toFloat64(uniqExact(l.order_id)) AS orders, toFloat64(sum(l.amount)) AS amount
FROM fact_order_line AS l
INNER JOIN
(
    SELECT share_id, argMin(user_id, (event_time, event_id)) AS sharer
    FROM share
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} - 30
    GROUP BY share_id
) AS m ON m.share_id = l.share_id
INNER JOIN
(
    SELECT order_id, max(event_time) AS at
    FROM order_event
    WHERE status = 'refunded' AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY order_id
) AS r ON r.order_id = l.order_id
WHERE l.business_day <= {day:Date} AND l.business_day > {day:Date} - {window:UInt16} AND l.share_id != '' AND l.status = 'refunded'
    AND l.user_id != m.sharer AND r.at > l.ordered_at + toIntervalDay(7)
GROUP BY m.sharer
ORDER BY sharer
