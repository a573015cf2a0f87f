-- Stores that have push windows of a day.
-- reads days: day
SELECT DISTINCT store_id FROM push_window WHERE as_of = {day:Date}
