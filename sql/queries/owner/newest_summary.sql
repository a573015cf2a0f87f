-- Stores of which it is summed up on a day what became of their advice.
-- reads days: day
SELECT DISTINCT store_id FROM suggestion_summary WHERE day = {day:Date} AND scope = 'store'
