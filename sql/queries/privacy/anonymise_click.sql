-- Makes clicks anonymous: one alias per person and day, so that a day has as many visitors as before. ~o marks a click on one's own
-- share, which is no visit of it.
ALTER TABLE click UPDATE
    user_id = concat(
        multiIf((user_id, share_id) IN (SELECT user_id, share_id FROM erasing_share WHERE erasure_id = {erasure:String}), '~o',
            (user_id, business_day) IN (SELECT user_id, first_day FROM erasing WHERE erasure_id = {erasure:String}), '~n', '~r'),
        lower(hex(sipHash128Keyed((SELECT (any(salt_a), any(salt_b)) FROM erasing WHERE erasure_id = {erasure:String}), user_id, business_day)))),
    session_id = ''
WHERE user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String}) AND event_time <= transform(user_id,
        (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 1) FROM erasing WHERE erasure_id = {erasure:String}),
        (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 2) FROM erasing WHERE erasure_id = {erasure:String}), toDateTime64(0, 3, 'UTC'))
SETTINGS mutations_sync = 2
