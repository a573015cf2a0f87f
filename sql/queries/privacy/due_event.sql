-- Rows of a raw table that an erasure has to make anonymous.
SELECT count() AS rows
FROM {table:Identifier}
WHERE stored_at >= {since:DateTime64(6, 'UTC')} AND user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String}) AND event_time <= transform(user_id,
        (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 1) FROM erasing WHERE erasure_id = {erasure:String}),
        (SELECT tupleElement(arraySort(groupArray((user_id, asked_at))), 2) FROM erasing WHERE erasure_id = {erasure:String}), toDateTime64(0, 3, 'UTC'))
