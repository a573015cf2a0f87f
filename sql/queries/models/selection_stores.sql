-- Every store with its orders and distinct buyers in the window, also those without any.
SELECT s.store_id AS store_id, toFloat64(f.orders) AS orders, toFloat64(h.households) AS households
FROM (SELECT store_id FROM store FINAL UNION DISTINCT SELECT toString(store_id) FROM fact_store WHERE business_day <= {day:Date} UNION DISTINCT SELECT toString(store_id) FROM fact_demand WHERE business_day <= {day:Date} AND business_day > {day:Date} - 84) AS s
LEFT JOIN (SELECT toString(store_id) AS store_id, sum(orders) AS orders FROM fact_store WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} GROUP BY store_id) AS f ON f.store_id = s.store_id
LEFT JOIN
(
    SELECT toString(store_id) AS store_id, uniqExact(user_id) AS households
    FROM fact_order_line
    WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY store_id
) AS h ON h.store_id = s.store_id
ORDER BY store_id
