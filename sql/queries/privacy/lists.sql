-- The lists of erasures that did not end.
SELECT erasure_id, max(whole) AS whole
FROM erasing
GROUP BY erasure_id
ORDER BY erasure_id
