-- What shares brought in a period (current = 1) and in the one that it is compared with; of products in some stores (pair) from fact_share.
-- reads days: from..to, before..before_to
SELECT current, sum(a) AS shares, sum(b) AS visitors, sum(c) AS buyers, sum(d) AS new_buyers, sum(e) AS orders, sum(f) AS amount
FROM
(
    SELECT toUInt8(b.business_day >= {from:Date}) AS current, b.shares AS a, b.visitors AS b, b.share_buyers AS c, b.share_new_buyers AS d, b.share_orders AS e, b.share_amount AS f
    FROM fact_board AS b
    WHERE b.level = {level:String}
      AND (b.business_day BETWEEN {from:Date} AND {to:Date} OR b.business_day BETWEEN {before:Date} AND {before_to:Date})
      AND ({store:String} = '' OR b.store_id = {store:String})
      AND ({city:String} = '' OR b.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
      AND ({category:String} = '' OR b.category = {category:String}) AND ({product:String} = '' OR b.product_id = {product:String})
    UNION ALL
    SELECT toUInt8(s.business_day >= {from:Date}), s.shares, s.visitors, s.buyers, s.new_buyers, s.orders, s.amount
    FROM fact_share AS s
    WHERE {level:String} = 'pair'
      AND (s.business_day BETWEEN {from:Date} AND {to:Date} OR s.business_day BETWEEN {before:Date} AND {before_to:Date}) AND s.product_id = {product:String}
      AND ({store:String} = '' OR s.store_id = {store:String})
      AND ({city:String} = '' OR s.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
)
GROUP BY current
ORDER BY current
