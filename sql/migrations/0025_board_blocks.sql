-- The board's sums in blocks of 64 days: a period of eight weeks is read from two parts instead of 56, whatever the chain's size. They follow
-- from fact_store, fact_hour, fact_goods, fact_click and fact_share, and are published after them.
CREATE TABLE IF NOT EXISTS fact_board
(
    business_day     Date,
    level            LowCardinality(String) COMMENT 'store: a store; category: a category in a store; product: a product in all stores',
    category         LowCardinality(String) COMMENT 'empty: all; of sales that of the order, of clicks and shares that of the product when the day was built',
    product_id       LowCardinality(String) COMMENT 'empty: all',
    store_id         LowCardinality(String) COMMENT 'empty: all',
    store_days       UInt32 COMMENT 'stores with facts, of a category or product those with order lines',
    placed           UInt64 COMMENT 'orders, sold or not',
    orders           UInt64 COMMENT 'orders with a sold line',
    fetched          UInt64 COMMENT 'orders with a line that was picked up',
    after_sale       UInt64 COMMENT 'orders with a refunded line',
    units            Float64 COMMENT 'of sold lines',
    amount           Int64 COMMENT 'fen, of sold lines',
    cost             Int64 COMMENT 'fen, of sold lines; unknown cost counts 0',
    refunded         Int64 COMMENT 'fen, of refunded lines',
    waste_cost       Int64 COMMENT 'fen',
    stockout         Float64 COMMENT 'sum over products that sold of the share of selling hours without stock',
    on_sale          UInt64 COMMENT 'products that sold, summed over stores',
    buyers           UInt64 COMMENT 'of a store',
    repeat_buyers    UInt64 COMMENT 'of a store: bought before this day',
    new_buyers       UInt64 COMMENT 'of a store: first order ever',
    impressions      UInt64,
    views            UInt64,
    carts            UInt64,
    shares           UInt64 COMMENT 'made on the day',
    visitors         UInt64 COMMENT 'of shares, as all that follows; last touch',
    share_buyers     UInt64,
    share_new_buyers UInt64,
    share_orders     UInt64,
    share_amount     Int64 COMMENT 'fen'
)
ENGINE = MergeTree
PARTITION BY intDiv(toUInt16(business_day), 64)
ORDER BY (level, category, product_id, store_id, business_day);

-- Days that were built before, by the query facts/board as it is today.
TRUNCATE TABLE fact_board;

INSERT INTO fact_board (business_day, level, category, product_id, store_id, store_days, placed, orders, fetched, after_sale, units, amount, cost, refunded, waste_cost,
    stockout, on_sale, buyers, repeat_buyers, new_buyers, impressions, views, carts, shares, visitors, share_buyers, share_new_buyers, share_orders, share_amount)
SELECT day, at, kind, product, store, toUInt32(sum(n.store_days)), sum(n.placed), sum(n.orders), sum(n.fetched), sum(n.after_sale), toFloat64(sum(n.units)), sum(n.amount), sum(n.cost), sum(n.refunded), sum(n.waste_cost),
    toFloat64(sum(n.stockout)), sum(n.on_sale), sum(n.buyers), sum(n.repeat_buyers), sum(n.new_buyers), sum(n.impressions), sum(n.views), sum(n.carts), sum(n.shares), sum(n.visitors), sum(n.share_buyers), sum(n.share_new_buyers), sum(n.share_orders), sum(n.share_amount)
FROM
(
    SELECT s.business_day AS day, 'store' AS at, '' AS kind, '' AS product, toString(s.store_id) AS store, 1 AS store_days, 0 AS placed, s.orders AS orders, 0 AS fetched, s.after_sale_orders AS after_sale, toDecimal64(s.units, 3) AS units,
        s.amount AS amount, s.cost AS cost, s.refunded_amount AS refunded, s.waste_cost AS waste_cost, toDecimal64(s.stockout_rate * s.active_products, 9) AS stockout, s.active_products AS on_sale,
        s.buyers AS buyers, s.repeat_buyers AS repeat_buyers, s.new_buyers AS new_buyers, 0 AS impressions, 0 AS views, 0 AS carts, 0 AS shares, 0 AS visitors, 0 AS share_buyers, 0 AS share_new_buyers, 0 AS share_orders, 0 AS share_amount
    FROM fact_store AS s
    UNION ALL
    SELECT h.business_day, 'store', '', '', toString(h.store_id), 0, h.placed, 0, h.fetched, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    FROM fact_hour AS h
    UNION ALL
    SELECT g.business_day, if(g.product_id = '', 'category', 'product') AS of, toString(g.category), toString(g.product_id), if(of = 'category', toString(g.store_id), ''), g.lines > 0, g.placed, g.orders, g.fetched, g.after_sale, toDecimal64(g.units, 3),
        g.amount, g.cost, g.refunded, g.waste_cost, toDecimal64(g.stockout, 9), g.on_sale, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    FROM fact_goods AS g
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
            GROUP BY c.business_day, c.store_id, c.product_id
            UNION ALL
            SELECT s.business_day, toString(s.store_id), toString(s.product_id), 0, 0, 0, sum(s.shares), sum(s.visitors), sum(s.buyers), sum(s.new_buyers), sum(s.orders), sum(s.amount)
            FROM fact_share AS s
            GROUP BY s.business_day, s.store_id, s.product_id
        ) AS n
        LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = n.product
    ) AS f
    GROUP BY GROUPING SETS ((f.day, f.store), (f.day, f.store, f.kind), (f.day, f.kind, f.product))
    HAVING of = 'store' OR f.kind != '' OR f.product != ''
) AS n
GROUP BY day, at, kind, product, store
ORDER BY day
SETTINGS max_bytes_before_external_group_by = 1000000000, max_bytes_before_external_sort = 1000000000, max_partitions_per_insert_block = 0;

-- What the board no longer reads.
ALTER TABLE fact_click DROP PROJECTION IF EXISTS day_action;
ALTER TABLE fact_click DROP PROJECTION IF EXISTS product_action;
ALTER TABLE fact_goods DROP PROJECTION IF EXISTS chain;
