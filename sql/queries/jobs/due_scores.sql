-- Closed days that were forecast and whose facts were built after their scores.
SELECT f.day AS day
FROM (SELECT DISTINCT day FROM forecast WHERE as_of < day) AS f
INNER JOIN (SELECT day, max(ended_at) AS at FROM job_run FINAL WHERE job = 'daily_facts' AND status = 'ok' GROUP BY day) AS b ON b.day = f.day
LEFT JOIN (SELECT day, max(started_at) AS at FROM job_run FINAL WHERE job = 'forecast_score' AND status = 'ok' GROUP BY day) AS s ON s.day = f.day
WHERE f.day < {open:Date} AND b.at > s.at
ORDER BY day
