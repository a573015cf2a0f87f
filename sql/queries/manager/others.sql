-- Stores that are not of a city, or of which only sales are known.
SELECT (SELECT count() FROM store FINAL WHERE city != {city:String}) + (SELECT count() FROM (SELECT DISTINCT store_id FROM fact_store) WHERE store_id NOT IN (SELECT store_id FROM store FINAL)) AS others
