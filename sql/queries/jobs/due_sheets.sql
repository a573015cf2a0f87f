-- Days whose order sheet is due: closed ones of the last week without a good run, and the open one when its facts are newer.
SELECT day FROM
(
    SELECT f.as_of AS day
    FROM (SELECT DISTINCT as_of FROM forecast) AS f
    LEFT JOIN (SELECT day, max(started_at) AS at FROM job_run FINAL WHERE job = 'order_sheet' AND status = 'ok' GROUP BY day) AS r ON r.day = f.as_of
    LEFT JOIN (SELECT day, max(ended_at) AS at FROM job_run FINAL WHERE job = 'forecast' AND status = 'ok' GROUP BY day) AS o ON o.day = f.as_of
    WHERE f.as_of < {open:Date} AND f.as_of >= {open:Date} - {days:UInt16} AND o.at > r.at
    UNION DISTINCT
    SELECT b.day AS day
    FROM (SELECT day, max(ended_at) AS at FROM job_run FINAL WHERE job = 'daily_facts' AND status = 'ok' AND day = {open:Date} GROUP BY day) AS b
    LEFT JOIN (SELECT day, max(started_at) AS at FROM job_run FINAL WHERE job = 'order_sheet' AND status = 'ok' GROUP BY day) AS r ON r.day = b.day
    WHERE b.at > r.at AND (SELECT count() FROM forecast WHERE as_of = {open:Date} - 1) > 0
)
ORDER BY day
