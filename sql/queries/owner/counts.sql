-- Open orders of a store: what is to be bought, sorted and delivered, and what waits to be picked up.
-- Ready, or past its pickup day, is waiting; placed and paid before that is to be prepared. What somebody ticked off waits no longer.
-- reads days: day - 13..day
SELECT uniqExactIf(product_id, NOT waiting) AS products, sumIf(toFloat64(quantity), NOT waiting) AS units,
       uniqExactIf(order_id, NOT waiting) AS orders, uniqExactIf(user_id, NOT waiting) AS customers,
       uniqExactIf(community_id, NOT waiting) AS communities, uniqExactIf(order_id, waiting AND NOT ticked) AS pickups,
       uniqExactIf(order_id, late AND NOT ticked) AS overdue, toUInt16(greatest(0, maxIf({day:Date} - pickup_date, late AND NOT ticked))) AS longest
FROM
(
    SELECT *, pickup_date > '1970-01-01' AND pickup_date < {day:Date} AS late, status = 'ready' OR late AS waiting,
           order_id IN (SELECT order_id FROM pickup_check FINAL WHERE store_id = {store:String} AND undone = 0) AS ticked
    FROM fact_order_line
    WHERE business_day BETWEEN {day:Date} - 13 AND {day:Date} AND store_id = {store:String} AND status IN ('placed', 'paid', 'ready')
)
