-- Order events that an erasure has to make anonymous.
SELECT count() AS rows
FROM order_event
WHERE stored_at >= {since:DateTime64(6, 'UTC')} AND user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String})
    AND (event_time <= transform(user_id,
            (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 1) FROM erasing WHERE erasure_id = {erasure:String}),
            (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 2) FROM erasing WHERE erasure_id = {erasure:String}), toDateTime64(0, 3, 'UTC'))
        -- what an order that is anonymous already goes on with must not name its buyer again
        OR order_id IN (SELECT order_id FROM order_event WHERE startsWith(user_id, '~') AND business_day >= toDate(0)))
