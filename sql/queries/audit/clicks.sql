-- Clicks of some business days: distinct events, and what the daily facts say.
SELECT day, [e.n]::Array(Int64) AS events, [f.n]::Array(Int64) AS facts, emptyArrayString() AS names
FROM (SELECT business_day AS day, uniqExact(id_hash) AS n FROM click WHERE business_day BETWEEN {from:Date} AND {to:Date} GROUP BY day) AS e
FULL JOIN (SELECT business_day AS day, sum(clicks) AS n FROM fact_click WHERE business_day BETWEEN {from:Date} AND {to:Date} GROUP BY day) AS f USING (day)
