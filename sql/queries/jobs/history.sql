-- The newest runs, newest first.
SELECT * FROM job_run FINAL ORDER BY started_at DESC, run_id DESC LIMIT {limit:UInt32}
