-- Users, one slice of {slices} by a hash, who were expected in the 28 days up to the cut-off, by store, rhythm, and what had happened
-- to them before. From is 28 days before the cut-off; expected is who had ordered on 3 days or more in the 91 days up to it, at least
-- every 14 days on average, the last time not longer ago than twice the own mean gap. Missing is who ordered nowhere in the 28 days.
WITH
    {day:Date} - 28 AS origin,
    lines AS
    (
        SELECT user_id, store_id, product_id, business_day, share_id, status, sold, order_id, ordered_at
        FROM fact_order_line
        WHERE cityHash64(user_id) % {slices:UInt32} = {slice:UInt32} AND user_id != '' AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > origin - 91
    ),
    -- what they buy where, in one pass: a day with a purchase is a bit, the last day the lowest
    bought AS
    (
        SELECT
            user_id, store_id, product_id, groupBitOr(near_day) AS near, groupBitOr(far_day) AS far, toInt64(bitCount(near) + bitCount(far)) AS times,
            max(bought_at) AS latest, max(after) AS later, max(returned) AS refunded
        FROM
        (
            SELECT
                user_id, store_id, product_id, sold AND business_day <= origin AS before, origin - business_day AS age,
                bitShiftLeft(toUInt64(before), toUInt8(abs(age) % 60)) AS bit, if(age < 60, bit, 0) AS near_day, if(age < 60, 0, bit) AS far_day,
                if(before, ordered_at, toDateTime64(0, 3)) AS bought_at, sold AND NOT before AS after, status = 'refunded' AND age BETWEEN 0 AND 27 AS returned
            FROM lines
        )
        GROUP BY user_id, store_id, product_id
    ),
    at_stores AS
    (
        SELECT
            user_id, toString(store_id) AS store, groupBitOr(near) AS store_near, groupBitOr(far) AS store_far, toInt64(bitCount(store_near) + bitCount(store_far)) AS days,
            max(latest) AS store_latest, max(later) AS store_later, max(refunded) AS store_refunded,
            argMinIf(toString(product_id), (-times, toString(product_id)), times >= 2) AS product, maxIf(times, times >= 2) AS product_times
        FROM bought
        GROUP BY user_id, store_id
    ),
    -- where and what they usually buy: most days, then the smallest id
    visitors AS
    (
        SELECT
            user_id, groupBitOr(store_near) AS near, groupBitOr(store_far) AS far, toInt64(bitCount(near) + bitCount(far)) AS visits,
            if(far = 0, bitPositionsToArray(near)[-1], 60 + bitPositionsToArray(far)[-1]) AS first, if(near = 0, 60 + bitPositionsToArray(far)[1], bitPositionsToArray(near)[1]) AS last,
            (toInt64(first) - toInt64(last)) / (visits - 1) AS gap, last / gap AS since,
            toUInt8(max(store_later) = 0) AS missing, toUInt8(max(store_refunded)) AS refund,
            argMaxIf(store, (store_latest, store), days > 0) AS last_store, argMinIf(store, (-days, store), days > 0) AS store_id,
            argMinIf((store, product), (-product_times, product, store), product_times >= 2) AS usual, max(product_times) AS times
        FROM at_stores
        GROUP BY user_id
        HAVING visits >= 3 AND gap <= 14 AND since <= 2
    ),
    empty_shelves AS
    (
        SELECT toString(store_id) AS store_id, toString(product_id) AS product_id
        FROM fact_demand
        WHERE business_day <= origin AND business_day > origin - 14
        GROUP BY store_id, product_id
        HAVING max(stockout) >= 0.25
    ),
    dearer AS
    (
        SELECT store_id, product_id
        FROM
        (
            SELECT toString(store_id) AS store_id, toString(product_id) AS product_id,
                sumIf(toDecimal64(quantity, 3), business_day > origin - 14) AS units_now, sumIf(amount, business_day > origin - 14) AS paid_now,
                sumIf(toDecimal64(quantity, 3), business_day <= origin - 14) AS units_then, sumIf(amount, business_day <= origin - 14) AS paid_then
            FROM fact_demand
            WHERE business_day <= origin AND business_day > origin - 42 AND quantity > 0
            GROUP BY store_id, product_id
        )
        WHERE units_now > 0 AND units_then > 0 AND paid_then > 0 AND toFloat64(paid_now) / toFloat64(units_now) >= 1.1 * toFloat64(paid_then) / toFloat64(units_then)
    ),
    -- through whom they usually order
    brought AS
    (
        SELECT user_id, argMin(sharer, (-orders, sharer)) AS sharer
        FROM
        (
            SELECT l.user_id AS user_id, s.user_id AS sharer, toInt64(uniqExact(l.order_id)) AS orders
            FROM (SELECT user_id, share_id, order_id FROM lines WHERE sold AND share_id != '' AND business_day <= origin) AS l
            INNER JOIN (SELECT share_id, any(user_id) AS user_id FROM share WHERE business_day <= origin AND business_day > origin - 105 GROUP BY share_id) AS s ON s.share_id = l.share_id
            WHERE s.user_id != l.user_id
            GROUP BY user_id, sharer
            HAVING orders >= 2
        )
        GROUP BY user_id
    ),
    quiet AS
    (
        SELECT user_id
        FROM share
        WHERE business_day <= origin AND business_day > origin - 56
        GROUP BY user_id
        HAVING uniqExactIf(share_id, business_day <= origin - 14) >= 2 AND countIf(business_day > origin - 14) = 0
    )
SELECT
    v.store_id AS store_id,
    toInt64(multiIf(v.visits <= 3, 3, v.visits <= 4, 4, v.visits <= 6, 6, v.visits <= 9, 9, v.visits <= 14, 14, 15)) AS visits,
    toInt64(multiIf(v.since <= 0.5, 1, v.since <= 1, 2, v.since <= 1.5, 3, 4)) AS since,
    toInt64(v.refund) AS refund,
    toInt64((v.usual IN (SELECT (store_id, product_id) FROM empty_shelves)) AND v.times >= 2) AS sold_out,
    toInt64((v.usual IN (SELECT (store_id, product_id) FROM dearer)) AND v.times >= 2) AS price_rise,
    toInt64(b.sharer != '' AND b.sharer IN (SELECT user_id FROM quiet)) AS sharer_quiet,
    toInt64(v.last_store != v.store_id) AS moved_store,
    toInt64(count()) AS users, toInt64(sum(v.missing)) AS missing
FROM visitors AS v
LEFT JOIN brought AS b ON b.user_id = v.user_id
GROUP BY store_id, visits, since, refund, sold_out, price_rise, sharer_quiet, moved_store
ORDER BY store_id, visits, since, refund, sold_out, price_rise, sharer_quiet, moved_store
