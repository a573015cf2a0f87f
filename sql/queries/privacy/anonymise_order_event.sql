-- Makes order events anonymous: one alias per person and day, so that a day has as many buyers as before. That somebody bought by
-- an own share counts for nothing and would tie both together: it goes.
ALTER TABLE order_event UPDATE
    user_id = concat(
        if((user_id, business_day) IN (SELECT user_id, first_day FROM erasing WHERE erasure_id = {erasure:String}), '~n', '~r'),
        lower(hex(sipHash128Keyed((SELECT (any(salt_a), any(salt_b)) FROM erasing WHERE erasure_id = {erasure:String}), user_id, business_day)))),
    share_id = if((user_id, share_id) IN (SELECT user_id, share_id FROM erasing_share WHERE erasure_id = {erasure:String}), '', share_id)
WHERE user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String})
    AND (event_time <= transform(user_id,
            (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 1) FROM erasing WHERE erasure_id = {erasure:String}),
            (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 2) FROM erasing WHERE erasure_id = {erasure:String}), toDateTime64(0, 3, 'UTC'))
        -- what an order that is anonymous already goes on with must not name its buyer again
        OR order_id IN (SELECT order_id FROM order_event WHERE startsWith(user_id, '~') AND business_day >= toDate(0)))
SETTINGS mutations_sync = 2
