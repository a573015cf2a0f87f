-- Published order lines that name somebody on the list.
SELECT count() AS rows
FROM fact_order_line
WHERE user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String} AND whole)
