-- What became of what was received: of each product of a store no more is counted as sold than came in the period. Of a period (current = 1)
-- and of the one compared.
-- reads days: from..to, before..before_to
SELECT current, sum(received) AS received_units, sum(least(wanted, received)) AS sold_units, count() AS received_products
FROM
(
    SELECT cityHash64(f.store_id, f.product_id) AS pair, toUInt8(f.business_day >= {from:Date}) AS current, sum(f.wanted) AS wanted, sum(f.received) AS received
    FROM fact_goods AS f
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.product_id != ''
      AND (f.store_id, f.product_id) IN
          (SELECT f.store_id, f.product_id FROM fact_offer AS f WHERE f.received != 0 AND (f.block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64) OR f.block BETWEEN intDiv(toInt32({before:Date}), 64) AND intDiv(toInt32({before_to:Date}), 64))
            AND ({store:String} = '' OR f.store_id = {store:String})
            AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
            AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
          )
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
    GROUP BY pair, current
    HAVING received > 0
)
GROUP BY current
ORDER BY current
