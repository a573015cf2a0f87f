-- What shares brought in a period (current = 1) and in the one that it is compared with; of a product in some stores (pair) from fact_share.
-- include manager/board.part
-- reads days: from..to, before..before_to
SELECT current, sum(a) AS shares, sum(b) AS visitors, sum(c) AS buyers, sum(d) AS new_buyers, sum(e) AS orders, sum(f) AS amount
FROM
(
    SELECT current, shares AS a, visitors AS b, share_buyers AS c, share_new_buyers AS d, share_orders AS e, share_amount AS f
    FROM board
    WHERE {level:String} != 'pair'
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
