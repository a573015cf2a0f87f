-- Whether the night's work for a day is done: a sheet of the day itself, or the one of the day before with the forecast made at its close; of the store, and of any.
-- reads days: day - 1..day
SELECT own_today > 0 OR (own_before > 0 AND foretold > 0) AS own, any_today > 0 OR (any_before > 0 AND foretold > 0) AS done
FROM
(
    SELECT countIf(as_of = {day:Date}) AS any_today, countIf(as_of < {day:Date}) AS any_before,
           countIf(as_of = {day:Date} AND store_id = {store:String}) AS own_today, countIf(as_of < {day:Date} AND store_id = {store:String}) AS own_before
    FROM order_sheet
    WHERE as_of BETWEEN {day:Date} - 1 AND {day:Date}
) AS s
CROSS JOIN (SELECT count() AS foretold FROM forecast WHERE as_of = {day:Date} - 1) AS f
