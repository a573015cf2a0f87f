-- Per day the last good run of a job, and whether one failed since: such a run may have published some of its tables.
SELECT day, done, last.1 AS run_id, last.2 AS status, last.3 AS seen, last.4 AS seen_lines, last.5 AS made, broken
FROM
(
    SELECT day, countIf(good) > 0 AS done,
        argMaxIf((run_id, toString(status), seen, seen_lines, made), (turn, run_id), good) AS last,
        maxIf(turn, status = 'failed') > maxIf(turn, good) AS broken
    FROM (SELECT *, status IN ('ok', 'stale', 'redone') AS good FROM job_run FINAL WHERE job = {job:String})
    GROUP BY day
)
