-- Newest good run of each job for one day: which model made what the pages show, from which data.
SELECT job, argMax(model, updated_at) AS model, argMax(cutoff, updated_at) AS cutoff, argMax(ended_at, updated_at) AS ended_at
FROM job_run FINAL
WHERE day = {day:Date} AND status IN ('ok', 'stale', 'redone')
GROUP BY job
ORDER BY job
