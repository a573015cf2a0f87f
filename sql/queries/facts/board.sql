-- What the board adds up of the blocks of 64 days that some business days lie in: these days anew, the others as they were. Sums of fractions
-- are of decimals, which come to the same in any order.
SELECT business_day, toString(level) AS level, toString(category) AS category, toString(product_id) AS product_id, toString(store_id) AS store_id, store_days, placed, orders, fetched, after_sale, units, amount, cost, refunded, waste_cost,
    stockout, on_sale, buyers, repeat_buyers, new_buyers, impressions, views, carts, shares, visitors, share_buyers, share_new_buyers, share_orders, share_amount
FROM fact_board
WHERE intDiv(toUInt16(business_day), 64) BETWEEN intDiv(toUInt16({from:Date}), 64) AND intDiv(toUInt16({to:Date}), 64) AND business_day NOT BETWEEN {from:Date} AND {to:Date}
UNION ALL
SELECT day, at, kind, product, store, toUInt32(sum(n.store_days)), sum(n.placed), sum(n.orders), sum(n.fetched), sum(n.after_sale), toFloat64(sum(n.units)), sum(n.amount), sum(n.cost), sum(n.refunded), sum(n.waste_cost),
    toFloat64(sum(n.stockout)), sum(n.on_sale), sum(n.buyers), sum(n.repeat_buyers), sum(n.new_buyers), sum(n.impressions), sum(n.views), sum(n.carts), sum(n.shares), sum(n.visitors), sum(n.share_buyers), sum(n.share_new_buyers), sum(n.share_orders), sum(n.share_amount)
FROM
(
    SELECT s.business_day AS day, 'store' AS at, '' AS kind, '' AS product, toString(s.store_id) AS store, 1 AS store_days, 0 AS placed, s.orders AS orders, 0 AS fetched, s.after_sale_orders AS after_sale, toDecimal64(s.units, 3) AS units,
        s.amount AS amount, s.cost AS cost, s.refunded_amount AS refunded, s.waste_cost AS waste_cost, toDecimal64(s.stockout_rate * s.active_products, 9) AS stockout, s.active_products AS on_sale,
        s.buyers AS buyers, s.repeat_buyers AS repeat_buyers, s.new_buyers AS new_buyers, 0 AS impressions, 0 AS views, 0 AS carts, 0 AS shares, 0 AS visitors, 0 AS share_buyers, 0 AS share_new_buyers, 0 AS share_orders, 0 AS share_amount
    FROM fact_store AS s
    WHERE s.business_day BETWEEN {from:Date} AND {to:Date}
    UNION ALL
    SELECT h.business_day, 'store', '', '', toString(h.store_id), 0, h.placed, 0, h.fetched, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    FROM fact_hour AS h
    WHERE h.business_day BETWEEN {from:Date} AND {to:Date}
    UNION ALL
    SELECT g.business_day, if(g.product_id = '', 'category', 'product') AS of, toString(g.category), toString(g.product_id), if(of = 'category', toString(g.store_id), ''), g.lines > 0, g.placed, g.orders, g.fetched, g.after_sale, toDecimal64(g.units, 3),
        g.amount, g.cost, g.refunded, g.waste_cost, toDecimal64(g.stockout, 9), g.on_sale, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    FROM fact_goods AS g
    WHERE g.business_day BETWEEN {from:Date} AND {to:Date}
    UNION ALL
    SELECT f.day, multiIf(grouping(f.store) = 1, 'product', grouping(f.kind) = 1, 'store', 'category') AS of, f.kind, f.product, f.store, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        sum(f.impressions), sum(f.views), sum(f.carts), sum(f.shares), sum(f.visitors), sum(f.share_buyers), sum(f.share_new_buyers), sum(f.share_orders), sum(f.share_amount)
    FROM
    (
        SELECT n.day AS day, n.store AS store, n.product AS product, toString(p.category) AS kind, n.impressions AS impressions, n.views AS views, n.carts AS carts, n.shares AS shares, n.visitors AS visitors,
            n.share_buyers AS share_buyers, n.share_new_buyers AS share_new_buyers, n.share_orders AS share_orders, n.share_amount AS share_amount
        FROM
        (
            SELECT c.business_day AS day, toString(c.store_id) AS store, toString(c.product_id) AS product, sumIf(c.clicks, c.action = 'impression') AS impressions, sumIf(c.clicks, c.action = 'view') AS views, sumIf(c.clicks, c.action = 'add_to_cart') AS carts,
                0 AS shares, 0 AS visitors, 0 AS share_buyers, 0 AS share_new_buyers, 0 AS share_orders, 0 AS share_amount
            FROM fact_click AS c
            WHERE c.business_day BETWEEN {from:Date} AND {to:Date}
            GROUP BY c.business_day, c.store_id, c.product_id
            UNION ALL
            SELECT s.business_day, toString(s.store_id), toString(s.product_id), 0, 0, 0, sum(s.shares), sum(s.visitors), sum(s.buyers), sum(s.new_buyers), sum(s.orders), sum(s.amount)
            FROM fact_share AS s
            WHERE s.business_day BETWEEN {from:Date} AND {to:Date}
            GROUP BY s.business_day, s.store_id, s.product_id
        ) AS n
        LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = n.product
    ) AS f
    GROUP BY GROUPING SETS ((f.day, f.store), (f.day, f.store, f.kind), (f.day, f.kind, f.product))
    HAVING of = 'store' OR f.kind != '' OR f.product != ''
) AS n
GROUP BY day, at, kind, product, store
