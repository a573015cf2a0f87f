-- Closed days of the last week before the open one that have facts and no good run of the job.
SELECT f.day AS day
FROM (SELECT DISTINCT business_day AS day FROM fact_store) AS f
LEFT JOIN (SELECT DISTINCT day FROM job_run FINAL WHERE job = {job:String} AND status = 'ok') AS r ON r.day = f.day
WHERE f.day < {open:Date} AND f.day >= {open:Date} - {days:UInt16} AND r.day = toDate(0)
ORDER BY day
