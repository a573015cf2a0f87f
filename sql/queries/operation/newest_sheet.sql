-- Stores that have an order sheet of a day.
-- reads days: day
SELECT DISTINCT store_id FROM order_sheet WHERE as_of = {day:Date}
