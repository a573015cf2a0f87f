-- Stale runs of a job that a good run for the same day has followed.
SELECT s.*
FROM job_run AS s FINAL
INNER JOIN (SELECT day, max(turn) AS newest FROM job_run FINAL WHERE job = {job:String} AND status = 'ok' GROUP BY day) AS n ON n.day = s.day
WHERE s.job = {job:String} AND s.status = 'stale' AND s.day IN {days:Array(Date)} AND s.turn < n.newest
