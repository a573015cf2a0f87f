-- Sales per store and product in the window; services are no goods and left out.
SELECT
    toString(d.store_id) AS store_id, toString(d.product_id) AS product_id, toString(any(d.category)) AS category,
    toFloat64(sum(toDecimal64(d.quantity, 3))) AS units, sum(d.orders) AS orders, sum(d.buyers) AS buyers, sum(d.amount) AS revenue_fen,
    if(any(p.cost) > 0, greatest(0., toFloat64(any(p.price) - any(p.cost))), nan) AS margin_fen
FROM fact_demand AS d
LEFT JOIN (SELECT product_id, price, cost FROM product FINAL) AS p ON p.product_id = d.product_id
WHERE d.business_day <= {day:Date} AND d.business_day > {day:Date} - {window:UInt16} AND d.category != 'service' AND d.quantity > 0
GROUP BY store_id, product_id
ORDER BY store_id, product_id
