-- Every store with its coordinates and how long it has been open, at most 1,000 days; -1 where nobody knows.
SELECT s.store_id AS store_id, any(s.latitude) AS latitude, any(s.longitude) AS longitude,
    toInt64(multiIf(any(s.opened_on) > toDate('2000-01-01'), least(1000, greatest(0, toInt64({day:Date}) - toInt64(any(s.opened_on)))), -1)) AS open_days
FROM (SELECT store_id, latitude, longitude, opened_on FROM store FINAL) AS s
GROUP BY store_id
ORDER BY store_id
