-- Open orders of a store: what is to be bought, sorted and delivered, and what waits to be picked up.
-- Ready, or past its pickup day, is waiting; placed and paid before that is to be prepared.
SELECT uniqExactIf(product_id, NOT waiting) AS products, sumIf(toFloat64(quantity), NOT waiting) AS units,
       uniqExactIf(order_id, NOT waiting) AS orders, uniqExactIf(user_id, NOT waiting) AS customers,
       uniqExactIf(community_id, NOT waiting) AS communities, uniqExactIf(order_id, waiting) AS pickups
FROM
(
    SELECT *, status = 'ready' OR (pickup_date > '1970-01-01' AND pickup_date < {day:Date}) AS waiting
    FROM fact_order_line
    WHERE business_day BETWEEN {day:Date} - 13 AND {day:Date} AND store_id = {store:String} AND status IN ('placed', 'paid', 'ready')
)
