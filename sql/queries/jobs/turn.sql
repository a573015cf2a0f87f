-- The next place in the order of runs.
SELECT max(turn) + 1 AS turn FROM job_run
