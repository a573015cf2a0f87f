-- Sales, waste and stock-outs of some business days by store, category and product, and (without a product) by store and category.
-- Lines are added up by order first: counting marks is quicker than telling orders apart in each group.
SELECT business_day, category, product_id, store_id, toUInt32(sum(lines)) AS lines, toUInt32(sum(placed)) AS placed, toUInt32(sum(orders)) AS orders, toUInt32(sum(fetched)) AS fetched,
    toUInt32(sum(after_sale)) AS after_sale, sum(units) AS units, sum(amount) AS amount, sum(cost) AS cost, sum(refunded) AS refunded,
    sum(waste_cost) AS waste_cost, sum(wanted) AS wanted, sum(received) AS received, sum(stockout) AS stockout, toUInt32(sum(on_sale)) AS on_sale
FROM
(
    SELECT business_day, category, product_id, store_id, sum(n) AS lines, count() AS placed, countIf(was_sold) AS orders, countIf(was_fetched) AS fetched, countIf(was_refunded) AS after_sale,
        toFloat64(sum(u)) AS units, sum(a) AS amount, sum(c) AS cost, sum(r) AS refunded, toInt64(0) AS waste_cost, 0. AS wanted, 0. AS received, 0. AS stockout, toUInt64(0) AS on_sale
    FROM
    (
        SELECT business_day, category, product_id, store_id, count() AS n, max(l.sold) AS was_sold, max(l.status = 'picked_up') AS was_fetched, max(l.status = 'refunded') AS was_refunded,
            sumIf(l.quantity, l.sold = 1) AS u, sumIf(l.amount, l.sold = 1) AS a, sumIf(l.cost, l.sold = 1) AS c, sumIf(l.amount, l.status = 'refunded') AS r
        FROM fact_order_line AS l
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY GROUPING SETS ((business_day, order_hash, store_id, category, product_id), (business_day, order_hash, store_id, category))
    )
    GROUP BY business_day, category, product_id, store_id
    UNION ALL
    SELECT business_day, category, product_id, store_id, 0, 0, 0, 0, 0, 0., 0, 0, 0, sum(d.waste_cost), toFloat64(sum(toDecimal64(d.quantity, 3))), 0., toFloat64(sumIf(toDecimal64(d.stockout, 9), d.quantity > 0)), countIf(d.quantity > 0)
    FROM fact_demand AS d
    WHERE business_day BETWEEN {from:Date} AND {to:Date}
    GROUP BY GROUPING SETS ((business_day, store_id, category, product_id), (business_day, store_id, category))
    UNION ALL
    SELECT business_day, category, product_id, store_id, 0, 0, 0, 0, 0, 0., 0, 0, 0, 0, 0., toFloat64(sum(units)), 0., 0
    FROM
    (
        SELECT k.business_day AS business_day, p.category AS category, k.product_id AS product_id, k.store_id AS store_id, k.quantity AS units
        FROM (SELECT business_day, product_id, store_id, quantity FROM stock FINAL WHERE business_day BETWEEN {from:Date} AND {to:Date} AND kind = 'receipt') AS k
        LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = k.product_id
    )
    GROUP BY GROUPING SETS ((business_day, store_id, category, product_id), (business_day, store_id, category))
)
GROUP BY business_day, category, product_id, store_id
