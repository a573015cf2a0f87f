-- Wishes of pages for a run that nobody has taken yet, oldest first.
SELECT * FROM job_request FINAL WHERE taken = 0 ORDER BY requested_at
