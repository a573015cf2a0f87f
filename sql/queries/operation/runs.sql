-- The newest runs of all jobs.
SELECT run_id, job, day, started_at, ended_at, status, rows, trigger, model, error
FROM job_run FINAL
ORDER BY started_at DESC, run_id DESC
LIMIT 40
