-- Days from whose close there is a forecast.
SELECT DISTINCT as_of AS day FROM forecast
