-- Sales per store and product in the window, with the days on which the store showed the product: somebody saw or bought it.
-- A product without a row was not on offer, so its absence says nothing about demand. For chains whose clicks are recorded.
WITH
    offered AS
    (
        SELECT store_id, product_id, uniqExact(business_day) AS days
        FROM
        (
            SELECT store_id, product_id, business_day FROM fact_click
            WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND product_id != ''
            UNION ALL
            SELECT store_id, product_id, business_day FROM fact_demand
            WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND quantity > 0
        )
        GROUP BY store_id, product_id
    ),
    sold AS
    (
        SELECT store_id, product_id, toFloat64(sum(toDecimal64(quantity, 3))) AS units, sum(orders) AS orders, sum(buyers) AS buyers, sum(amount) AS revenue
        FROM fact_demand
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
        GROUP BY store_id, product_id
    )
SELECT
    toString(o.store_id) AS store_id, toString(o.product_id) AS product_id, toString(p.category) AS category,
    s.units AS units, s.orders AS orders, s.buyers AS buyers, s.revenue AS revenue_fen, toFloat64(o.days) AS offered_days,
    if(p.cost > 0, greatest(0., toFloat64(p.price - p.cost)), nan) AS margin_fen
FROM offered AS o
INNER JOIN (SELECT product_id, category, price, cost FROM product FINAL) AS p ON p.product_id = o.product_id
LEFT JOIN sold AS s ON s.store_id = o.store_id AND s.product_id = o.product_id
WHERE p.category != 'service'
ORDER BY store_id, product_id
