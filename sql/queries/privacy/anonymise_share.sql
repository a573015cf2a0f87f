-- Makes shares anonymous, each under an alias of its own.
ALTER TABLE share UPDATE
    user_id = concat('~s', lower(hex(sipHash128Keyed((SELECT (any(salt_a), any(salt_b)) FROM erasing WHERE erasure_id = {erasure:String}), share_id))))
WHERE user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String}) AND event_time <= transform(user_id,
        (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 1) FROM erasing WHERE erasure_id = {erasure:String}),
        (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 2) FROM erasing WHERE erasure_id = {erasure:String}), toDateTime64(0, 3, 'UTC'))
SETTINGS mutations_sync = 2
