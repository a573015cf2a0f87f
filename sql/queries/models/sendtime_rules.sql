-- When and how often stores may push.
SELECT store_id, quiet_from, quiet_until, max_per_week FROM push_rule FINAL ORDER BY store_id
