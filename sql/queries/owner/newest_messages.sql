-- Stores that have suggestions of a day.
-- reads days: day
SELECT DISTINCT store_id FROM suggestion WHERE as_of = {day:Date}
