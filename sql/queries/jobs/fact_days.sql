-- Days on which a store sold, or had something to tell.
SELECT DISTINCT business_day AS day FROM fact_store
