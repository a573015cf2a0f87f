-- Newest days of advice that came of other jobs up to a day, of one store or (empty) of the chain; 1970-01-01 when there is none.
-- reads days: ..day
SELECT (SELECT max(as_of) FROM leader_score WHERE as_of <= {day:Date} AND ({store:String} = '' OR store_id = {store:String})) AS leaders,
       (SELECT max(as_of) FROM suggestion WHERE as_of <= {day:Date} AND ({store:String} = '' OR store_id = {store:String})) AS messages,
       (SELECT max(day) FROM suggestion_summary WHERE day <= {day:Date} AND scope = 'store' AND ({store:String} = '' OR store_id = {store:String})) AS summary
