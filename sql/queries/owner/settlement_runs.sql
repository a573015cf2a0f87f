-- When a store's day was closed, and how far its newest figures see: cut-offs of the first run of the facts begun after an instant, and
-- of the newest. A day without such a run gives no row.
SELECT argMinIf(cutoff, started_at, started_at >= {over:DateTime}) AS closed, argMax(cutoff, started_at) AS made, argMax(ended_at, started_at) AS ended_at, countIf(started_at >= {over:DateTime}) > 0 AS is_closed
FROM job_run FINAL
WHERE job = 'daily_facts' AND day = {day:Date} AND status IN ('ok', 'stale', 'redone')
HAVING count() > 0
