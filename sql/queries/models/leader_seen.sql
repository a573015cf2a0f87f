-- Fingerprint of what the leaders' job reads beside the facts.
SELECT sum(cityHash64(kind, id, value)) AS seen
FROM
(
    SELECT 'budget' AS kind, store_id AS id, toInt64(budget) AS value FROM reward_budget FINAL
    UNION ALL
    SELECT 'optout', user_id, toInt64(opted_out) FROM personal_optout FINAL
    UNION ALL
    SELECT 'rate', store_id, toInt64(commission_rate * 1e6) FROM store FINAL
)
