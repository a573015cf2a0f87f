-- Who is on the list of an erasure that did not end.
SELECT DISTINCT user_id
FROM erasing
WHERE whole AND erasure_id != {erasure:String}
ORDER BY user_id
