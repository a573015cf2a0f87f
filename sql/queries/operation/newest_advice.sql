-- Stores that were advised on their range on a day.
-- reads days: day
SELECT DISTINCT store_id FROM recommendation WHERE as_of = {day:Date}
