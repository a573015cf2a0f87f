-- Hours in which a store disturbs nobody, and how often it may push in seven days: its own rule, else that of all, else the default.
SELECT multiIf(o.n > 0, o.quiet_from, e.n > 0, e.quiet_from, toUInt8(22)) AS quiet_from, multiIf(o.n > 0, o.quiet_until, e.n > 0, e.quiet_until, toUInt8(8)) AS quiet_until,
       multiIf(o.n > 0, o.most, e.n > 0, e.most, toUInt8(2)) AS max_per_week
FROM (SELECT count() AS n, max(quiet_from) AS quiet_from, max(quiet_until) AS quiet_until, max(max_per_week) AS most FROM push_rule FINAL WHERE store_id = {store:String}) AS o
CROSS JOIN (SELECT count() AS n, max(quiet_from) AS quiet_from, max(quiet_until) AS quiet_until, max(max_per_week) AS most FROM push_rule FINAL WHERE store_id = '') AS e
