-- Hours in which stores disturb nobody, and how often they may push in seven days; store '' is the rule of all that have none of their own.
SELECT store_id, quiet_from, quiet_until, max_per_week
FROM push_rule FINAL
