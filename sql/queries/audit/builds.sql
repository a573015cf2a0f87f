-- When the facts of each day were last built, or begun to be.
SELECT day, max(updated_at) AS at
FROM job_run
WHERE job = 'daily_facts'
GROUP BY day
