-- Days that were forecast, before they came.
SELECT DISTINCT day FROM forecast WHERE as_of < day
