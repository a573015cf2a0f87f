-- What a store sold on a day, fen; no row when nothing is known of it.
-- reads days: day
SELECT sum(t.amount) AS amount
FROM fact_store AS t
WHERE t.store_id = {store:String} AND t.business_day = {day:Date}
HAVING count() > 0
