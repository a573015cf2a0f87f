-- Fingerprint of the orders of some business days, folded as facts/order_lines folds them: an order counts on the day of its first
-- event. An event that changes nothing, and one that was stored twice, change no fingerprint; an earlier event that comes late takes
-- the order from one day and gives it to another. A day without orders is not listed.
SELECT day, sum(cityHash64(head, campaign, share, pickup, bill.1, cancelled_whole, refunded_whole AND not cancelled_whole,
    -- what nothing is left of has no state, but for what weighs nothing
    if(bill.2 OR not (cancelled_whole OR refunded_whole), reached, 0), if(cancelled_whole, 0, cancels), if(cancelled_whole OR refunded_whole, 0, refunds))) AS seen
FROM
(
    SELECT
        argMin((business_day, cityHash64(order_id, event_time, hour, user_id, store_id, community_id)), (event_time, event_id)) AS first,
        first.1 AS day, first.2 AS head,
        argMinIf(campaign_id, (event_time, event_id), campaign_id != '') AS campaign,
        argMinIf(share_id, (event_time, event_id), share_id != '') AS share,
        argMaxIf(pickup_date, (event_time, event_id), pickup_date > toDate(0)) AS pickup,
        max(transform(status, ['placed', 'paid', 'refunded', 'ready', 'picked_up'], [1, 2, 2, 3, 4], 0)) AS reached,
        argMaxIf((cityHash64(`lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`), has(`lines.quantity`, 0)),
            (transform(status, ['paid', 'placed', 'picked_up', 'ready'], [4, 3, 2, 1], 0), event_time, event_id),
            notEmpty(`lines.product_id`) AND status NOT IN ('cancelled', 'refunded')) AS bill,
        countIf(status = 'cancelled' AND empty(`lines.product_id`)) > 0 AS cancelled_whole,
        countIf(status = 'refunded' AND empty(`lines.product_id`)) > 0 AS refunded_whole,
        sumDistinctIf(cityHash64(event_id, `lines.product_id`, `lines.quantity`), status = 'cancelled' AND notEmpty(`lines.product_id`)) AS cancels,
        sumDistinctIf(cityHash64(event_id, `lines.product_id`, `lines.quantity`), status = 'refunded' AND notEmpty(`lines.product_id`)) AS refunds
    FROM order_event
    WHERE order_id IN (SELECT order_id FROM order_event WHERE business_day IN {days:Array(Date)})
    GROUP BY order_id
    -- an order whose goods nobody named yet has no lines
    HAVING bill.1 != 0 AND day IN {days:Array(Date)}
)
GROUP BY day
