-- From impression to pickup: clicks by action and orders by what became of them, of a period (current = 1) and of the one compared.
-- include manager/board.part
-- reads days: from..to, before..before_to
SELECT current, sum(a) AS impressions, sum(b) AS views, sum(c) AS carts, sum(d) AS orders, sum(e) AS sold, sum(f) AS picked_up
FROM
(
    SELECT current, impressions AS a, views AS b, carts AS c, placed AS d, orders AS e, fetched AS f
    FROM board
    UNION ALL
    SELECT toUInt8(k.business_day >= {from:Date}), if(k.action = 'impression', k.clicks, 0), if(k.action = 'view', k.clicks, 0), if(k.action = 'add_to_cart', k.clicks, 0), 0, 0, 0
    FROM fact_click AS k
    WHERE {level:String} = 'pair'
      AND (k.business_day BETWEEN {from:Date} AND {to:Date} OR k.business_day BETWEEN {before:Date} AND {before_to:Date}) AND k.product_id = {product:String}
      AND ({store:String} = '' OR k.store_id = {store:String})
      AND ({city:String} = '' OR k.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
)
GROUP BY current
ORDER BY current
