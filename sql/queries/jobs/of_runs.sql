-- Ledger lines of some runs.
SELECT * FROM job_run FINAL WHERE run_id IN {ids:Array(String)}
