-- Shares made on some business days, for one slice of all shares: by the first event of each, and what the daily facts say.
SELECT
    day,
    [sum(e.n)]::Array(Int64) AS events,
    [sum(f.n)]::Array(Int64) AS facts,
    groupArrayIf(5)(share_id, e.n != f.n) AS names
FROM
(
    SELECT share_id, argMin(business_day, (event_time, event_id)) AS day, 1 AS n
    FROM share
    WHERE cityHash64(share_id) % {slices:UInt64} = {slice:UInt64}
    GROUP BY share_id
    HAVING day BETWEEN {from:Date} AND {to:Date}
) AS e
FULL JOIN
(
    SELECT share_id, business_day AS day, sum(shares) AS n
    FROM fact_share
    WHERE business_day BETWEEN {from:Date} AND {to:Date} AND cityHash64(share_id) % {slices:UInt64} = {slice:UInt64} AND shares > 0
    GROUP BY share_id, day
) AS f USING (share_id, day)
GROUP BY day
