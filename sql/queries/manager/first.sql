-- The first day of which the chain has figures; 1970-01-01 when there is none.
SELECT min(business_day) AS first
FROM fact_store
