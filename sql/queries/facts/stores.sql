-- One row per store and day: sales, buyers new and returning, refunds, waste, stock-outs.
WITH
    -- ~r begins the alias of somebody erased who had bought on an earlier day
    first_day AS (SELECT user_id, min(if(startsWith(user_id, '~r'), toDate(0), business_day)) AS day FROM fact_order_line WHERE sold GROUP BY user_id),
    sales AS
    (
        SELECT l.business_day AS business_day, l.store_id AS store_id,
            uniqExactIf(order_id, sold) AS orders, uniqExactIf(l.user_id, sold) AS buyers,
            uniqExactIf(l.user_id, sold AND f.day = l.business_day) AS new_buyers,
            uniqExactIf(l.user_id, sold AND f.day < l.business_day) AS repeat_buyers,
            toFloat64(sumIf(l.quantity, sold)) AS units, sumIf(l.amount, sold) AS amount, sumIf(l.cost, sold) AS cost,
            sumIf(l.amount, l.status = 'refunded') AS refunded_amount, uniqExactIf(order_id, l.status = 'refunded') AS after_sale_orders
        FROM fact_order_line AS l
        LEFT JOIN first_day AS f ON f.user_id = l.user_id
        WHERE l.business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY business_day, store_id
    ),
    goods AS
    (
        SELECT business_day, store_id, sum(waste_cost) AS waste_cost,
            countIf(quantity > 0) AS active_products, avg(toDecimal64(stockout, 9)) AS stockout_rate
        FROM fact_demand
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY business_day, store_id
    ),
    -- days from before Linli: sums without orders
    past AS
    (
        SELECT business_day, store_id, toFloat64(sum(toDecimal64(quantity, 3))) AS units, sum(revenue) AS amount
        FROM sales_history FINAL
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY business_day, store_id
    )
SELECT
    k.business_day AS business_day, k.store_id AS store_id,
    toUInt32(s.orders) AS orders, toUInt32(s.buyers) AS buyers, toUInt32(s.new_buyers) AS new_buyers, toUInt32(s.repeat_buyers) AS repeat_buyers,
    if(s.orders > 0, s.units, h.units) AS units, if(s.orders > 0, s.amount, h.amount) AS amount,
    s.cost AS cost, s.refunded_amount AS refunded_amount, toUInt32(s.after_sale_orders) AS after_sale_orders,
    g.waste_cost AS waste_cost, toUInt32(g.active_products) AS active_products, g.stockout_rate AS stockout_rate
FROM (SELECT business_day, store_id FROM goods UNION DISTINCT SELECT business_day, store_id FROM sales) AS k
LEFT JOIN goods AS g ON g.business_day = k.business_day AND g.store_id = k.store_id
LEFT JOIN sales AS s ON s.business_day = k.business_day AND s.store_id = k.store_id
LEFT JOIN past AS h ON h.business_day = k.business_day AND h.store_id = k.store_id
