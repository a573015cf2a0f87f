-- Final state of the order lines of some business days, folded from their events: any arrival order gives the same rows.
-- A line of which a part was cancelled or refunded becomes two or three rows, whose amounts add up to the line's, to the fen.
WITH
    events AS
    (
        SELECT *
        FROM order_event
        WHERE order_id IN (SELECT order_id FROM order_event WHERE business_day BETWEEN {from:Date} AND {to:Date})
        ORDER BY event_id, _topic, _partition, _offset
        LIMIT 1 BY event_id
    ),
    orders AS
    (
        SELECT
            order_id,
            argMin((business_day, event_time, hour, user_id, store_id, community_id), (event_time, event_id)) AS first,
            argMinIf(campaign_id, (event_time, event_id), campaign_id != '') AS campaign,
            argMinIf(share_id, (event_time, event_id), share_id != '') AS share,
            argMaxIf(pickup_date, (event_time, event_id), pickup_date > toDate(0)) AS pickup,
            max(transform(status, ['placed', 'paid', 'refunded', 'ready', 'picked_up'], [1, 2, 2, 3, 4], 0)) AS reached,
            -- the bill: the last paid event that names lines, else the last placed one, else what was handed over
            argMaxIf((`lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`),
                (transform(status, ['paid', 'placed', 'picked_up', 'ready'], [4, 3, 2, 1], 0), event_time, event_id),
                notEmpty(`lines.product_id`) AND status NOT IN ('cancelled', 'refunded')) AS bill,
            countIf(status = 'cancelled' AND empty(`lines.product_id`)) > 0 AS cancelled_whole,
            countIf(status = 'refunded' AND empty(`lines.product_id`)) > 0 AS refunded_whole,
            sumMapIf(`lines.product_id`, `lines.quantity`, status = 'cancelled') AS cancels,
            sumMapIf(`lines.product_id`, `lines.quantity`, status = 'refunded') AS refunds
        FROM events
        GROUP BY order_id
        HAVING first.1 BETWEEN {from:Date} AND {to:Date}
    ),
    lines AS
    (
        SELECT
            order_id, first, campaign, share, pickup, reached,
            line.1 AS position, line.2 AS product, line.3 AS units, line.4 AS price, line.5 AS off,
            -- what earlier lines of the same product left of the cancelled and refunded units
            sum(units) OVER (PARTITION BY order_id, product ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - units AS before,
            if(cancelled_whole, units, greatest(toDecimal64(0, 3), least(units, cancels.2[indexOf(cancels.1, product)] - before))) AS cancelled,
            if(refunded_whole, units - cancelled, greatest(toDecimal64(0, 3), least(units - cancelled,
                refunds.2[indexOf(refunds.1, product)] - greatest(toDecimal64(0, 3), before - cancels.2[indexOf(cancels.1, product)])))) AS refunded
        FROM orders
        ARRAY JOIN arrayZip(arrayEnumerate(bill.1), bill.1, bill.2, bill.3, bill.4) AS line
    ),
    parts AS
    (
        SELECT
            *,
            toInt64(floor(units * price + 0.5)) - off AS total,
            transform(reached, [1, 2, 3, 4], ['placed', 'paid', 'ready', 'picked_up'], 'placed') AS state,
            part.1 AS part_status, part.2 AS start, part.3 AS part_units
        FROM lines
        ARRAY JOIN [(state, toDecimal64(0, 3), units - cancelled - refunded),
                    ('cancelled', units - cancelled - refunded, cancelled),
                    ('refunded', units - refunded, refunded)] AS part
        WHERE part_units > 0 OR (units = 0 AND part_status = state)
    )
SELECT
    first.1 AS business_day,
    order_id,
    toUInt16(position) AS line,
    first.5 AS store_id,
    first.6 AS community_id,
    first.4 AS user_id,
    product AS product_id,
    p.category AS category,
    campaign AS campaign_id,
    share AS share_id,
    first.2 AS ordered_at,
    first.3 AS hour,
    pickup AS pickup_date,
    part_status AS status,
    toUInt8(reached >= 2 AND part_status NOT IN ('cancelled', 'refunded')) AS sold,
    part_units AS quantity,
    price AS unit_price,
    -- cumulated and subtracted, so that the parts of a line add up exactly
    toInt64(floor(if(units = 0, 0, off * (start + part_units) / units) + 0.5)) - toInt64(floor(if(units = 0, 0, off * start / units) + 0.5)) AS discount,
    if(units = 0, total, toInt64(floor(total * (start + part_units) / units + 0.5)) - toInt64(floor(total * start / units + 0.5))) AS amount,
    toInt64(floor(part_units * p.cost + 0.5)) AS cost
FROM parts
LEFT JOIN (SELECT product_id, category, cost FROM product FINAL) AS p ON p.product_id = parts.product
