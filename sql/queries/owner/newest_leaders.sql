-- Stores that have a list of who shares of a day.
-- reads days: day
SELECT DISTINCT store_id FROM leader_score WHERE as_of = {day:Date}
