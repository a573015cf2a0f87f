-- Names and periods of the changes to the range of a store, by which they are decided.
-- reads days: as_of
SELECT substring(kind, 7) AS action, product_id, suggestion_id, first_day, last_day
FROM suggestion
WHERE as_of = {as_of:Date} AND store_id = {store:String} AND startsWith(kind, 'range_')
ORDER BY suggestion_id
