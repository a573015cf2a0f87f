-- Who leads: of the highest epoch the first holder by name, and how long ago it said so, by ClickHouse's clock.
SELECT epoch, holder, max(released) AS released, dateDiff('millisecond', max(renewed_at), now64(3)) AS silent
FROM leader
WHERE role = {role:String} AND epoch = (SELECT max(epoch) FROM leader WHERE role = {role:String})
GROUP BY epoch, holder
ORDER BY holder
LIMIT 1
