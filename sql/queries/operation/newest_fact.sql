-- Stores that have figures of a day.
-- reads days: day
SELECT DISTINCT store_id FROM fact_store WHERE business_day = {day:Date}
