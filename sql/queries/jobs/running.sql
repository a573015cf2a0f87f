-- Runs that were started and not ended.
SELECT * FROM job_run FINAL WHERE status = 'running'
