-- Newest day up to {day} for which the candidates of a store are known; 1970-01-01: none.
-- reads days: ..day
SELECT max(as_of) AS newest FROM range_candidate WHERE as_of <= {day:Date} AND store_id = {store:String}
