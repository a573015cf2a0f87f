-- Stores whose forecasts of a day were scored.
-- reads days: day
SELECT DISTINCT store_id FROM forecast_score WHERE day = {day:Date}
