-- Days whose published shares name somebody on the list.
SELECT business_day AS day, countIf(user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String} AND whole)) AS rows
FROM fact_share
GROUP BY day
HAVING rows > 0
ORDER BY day
