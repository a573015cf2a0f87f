-- Days on which the period of some advice ended.
SELECT DISTINCT last_day AS day FROM suggestion WHERE last_day > as_of
