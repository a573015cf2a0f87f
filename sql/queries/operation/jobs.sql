-- What can run, with the last run of each.
SELECT j.job AS job, j.title_zh AS title_zh, j.title_en AS title_en, j.schedule AS schedule, j.next_at AS next_at,
       r.day AS day, r.started_at AS started_at, r.ended_at AS ended_at, r.status AS status, r.rows AS rows, r.model AS model,
       r.error AS error, q.waiting AS waiting
FROM (SELECT * FROM job FINAL) AS j
LEFT JOIN
(
    SELECT l.job AS job, argMax(l.day, l.started_at) AS day, max(l.started_at) AS started_at, argMax(l.ended_at, l.started_at) AS ended_at,
           argMax(l.status, l.started_at) AS status, argMax(l.rows, l.started_at) AS rows, argMax(l.model, l.started_at) AS model,
           argMax(l.error, l.started_at) AS error
    FROM job_run AS l FINAL
    GROUP BY job
) AS r ON r.job = j.job
LEFT JOIN
(
    SELECT w.job AS job, count() AS waiting
    FROM job_request AS w FINAL
    WHERE w.taken = 0
    GROUP BY job
) AS q ON q.job = j.job
ORDER BY j.position, job
