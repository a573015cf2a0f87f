-- Cohort triangle of the newest night up to {to}: of a store, or (empty) of the chain.
-- reads days: ..to
SELECT f.as_of AS as_of, f.cohort AS cohort, f.period AS period, toUInt64(f.size) AS size, toUInt64(f.exposed) AS exposed, toUInt64(f.again) AS again, f.share AS share, f.low AS low, f.high AS high
FROM store_retention AS f
WHERE f.as_of = (SELECT max(as_of) FROM store_retention WHERE as_of <= {to:Date}) AND f.store_id = {store:String}
ORDER BY f.cohort, f.period
