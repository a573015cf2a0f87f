-- Nobody is behind an alias: nothing is published for one.
INSERT INTO personal_optout (user_id, opted_out, updated_at)
SELECT user_id, 1, now64(3, 'UTC')
FROM
(
    SELECT user_id FROM fact_order_line WHERE startsWith(user_id, '~')
    UNION DISTINCT
    SELECT user_id FROM order_event WHERE startsWith(user_id, '~')
    UNION DISTINCT
    SELECT user_id FROM share WHERE startsWith(user_id, '~')
    UNION DISTINCT
    SELECT user_id FROM click WHERE startsWith(user_id, '~')
)
WHERE user_id NOT IN (SELECT user_id FROM personal_optout)
