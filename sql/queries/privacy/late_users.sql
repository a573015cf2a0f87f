-- Who has sent something since an instant, of ClickHouse's clock: those among them who were erased are looked for.
SELECT DISTINCT user_id
FROM
(
    SELECT user_id FROM click WHERE stored_at >= {since:DateTime64(6, 'UTC')}
    UNION ALL
    SELECT user_id FROM order_event WHERE stored_at >= {since:DateTime64(6, 'UTC')}
    UNION ALL
    SELECT user_id FROM share WHERE stored_at >= {since:DateTime64(6, 'UTC')}
    UNION ALL
    SELECT arrayJoin([key, JSONExtractString(value, 'user_id')]) FROM dead_letter WHERE rejected_at >= {since:DateTime64(6, 'UTC')}
)
WHERE user_id != '' AND NOT startsWith(user_id, '~')
