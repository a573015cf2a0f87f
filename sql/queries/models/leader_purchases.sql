-- Purchases through shares in the window: of one buyer, one share and one day, for one of some parts of the buyers. With the buyer's
-- purchases without a share, the days that there were for them, and whether what was shared is among what was bought. An alias (~)
-- is one day of somebody erased: nothing is known of the others (~r: not the first one).
WITH
    made AS
    (
        SELECT share_id, argMin((business_day, product_id), (event_time, event_id)) AS s
        FROM share
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} - 30
        GROUP BY share_id
    ),
    through AS
    (
        SELECT user_id, share_id, business_day,
            toUnixTimestamp64Milli(min(ordered_at)) AS at,
            argMin(hour, (ordered_at, order_id)) AS first_hour,
            groupUniqArrayIf(product_id, sold) AS products,
            uniqExactIf(order_id, sold) AS orders,
            sumIf(amount, sold) AS kept,
            sumIf(amount, sold AND cost > 0) AS kept_known,
            sumIf(cost, sold) AS kept_cost,
            uniqExactIf(order_id, status = 'refunded') AS refunds,
            sumIf(amount, status = 'refunded') AS refunded
        FROM fact_order_line
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND share_id != '' AND (sold OR status = 'refunded')
            AND cityHash64(user_id) % {parts:UInt16} = {part:UInt16}
        GROUP BY user_id, share_id, business_day
    ),
    people AS
    (
        SELECT user_id, min(business_day) AS first, uniqExactIf(business_day, share_id = '' AND business_day > {day:Date} - {window:UInt16}) AS own
        FROM fact_order_line
        WHERE sold AND business_day <= {day:Date} AND cityHash64(user_id) % {parts:UInt16} = {part:UInt16} AND user_id IN (SELECT user_id FROM through)
        GROUP BY user_id
    )
SELECT
    reinterpretAsInt64(cityHash64(t.user_id, t.share_id, t.business_day)) AS id,
    reinterpretAsInt64(cityHash64(t.share_id)) AS share,
    reinterpretAsInt64(cityHash64(t.user_id)) AS buyer,
    t.at AS at,
    toInt64(t.first_hour) AS hour,
    toInt64(toDayOfWeek(t.business_day) >= 6) AS weekend,
    greatest(0, dateDiff('day', m.s.1, t.business_day)) AS later,
    toInt64(has(t.products, toString(m.s.2))) AS match,
    toInt64(p.first = t.business_day AND NOT startsWith(t.user_id, '~r')) AS new,
    toFloat64(t.orders) AS orders,
    toFloat64(t.kept) AS amount,
    toFloat64(t.kept_known) AS known,
    toFloat64(t.kept_cost) AS cost,
    toFloat64(t.refunds) AS refunds,
    toFloat64(t.refunded) AS refunded,
    toFloat64(p.own) AS own,
    toFloat64(if(startsWith(t.user_id, '~'), 1, dateDiff('day', greatest(p.first, {day:Date} - {window:UInt16} + 1), {day:Date}) + 1)) AS own_days
FROM through AS t
LEFT JOIN made AS m ON m.share_id = t.share_id
LEFT JOIN people AS p ON p.user_id = t.user_id
ORDER BY t.business_day, id
