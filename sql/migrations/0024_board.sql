-- What the board adds up and counts, by day: so that a page over months of a large chain reads sums instead of each order line. All
-- follow from the facts of 0003 and are published with them.

-- Orders of stores by local hour.
CREATE TABLE IF NOT EXISTS fact_hour
(
    business_day Date,
    store_id     LowCardinality(String),
    hour         UInt8 COMMENT 'local hour of the order',
    placed       UInt32 COMMENT 'orders, sold or not',
    orders       UInt32 COMMENT 'orders with a sold line',
    fetched      UInt32 COMMENT 'orders with a line that was picked up'
)
ENGINE = MergeTree
PARTITION BY business_day
ORDER BY (store_id, hour);

-- On which days somebody bought in a store: one bit a day, a block is 64 days. Who bought in a period is then counted over people, not
-- over orders.
CREATE TABLE IF NOT EXISTS fact_buyer
(
    block      UInt16 COMMENT 'days since 1970-01-01, divided by 64; bit 0 is its first day',
    store_id   LowCardinality(String),
    buyer_hash UInt64 COMMENT 'cityHash64 of the user_id; aliases of the erased are nobody and not in here',
    bought     UInt64 COMMENT 'days on which they bought something that was sold'
)
ENGINE = MergeTree
PARTITION BY block
ORDER BY (store_id, buyer_hash);

-- Sales by store, category and product; of each category a row without a product has its totals, since an order of two products is one
-- order of the category. Sales are by the day of the order, waste and stock-outs by the day on which goods were there.
CREATE TABLE IF NOT EXISTS fact_goods
(
    business_day Date,
    category     LowCardinality(String),
    product_id   LowCardinality(String) COMMENT 'empty: the whole category',
    store_id     LowCardinality(String),
    lines        UInt32 COMMENT 'order lines, sold or not',
    placed       UInt32 COMMENT 'orders, sold or not',
    orders       UInt32 COMMENT 'orders with a sold line',
    fetched      UInt32 COMMENT 'orders with a line that was picked up',
    after_sale   UInt32 COMMENT 'orders with a refunded line',
    units        Float64 COMMENT 'of sold lines',
    amount       Int64 COMMENT 'fen, of sold lines',
    cost         Int64 COMMENT 'fen, of sold lines; unknown cost counts 0',
    refunded     Int64 COMMENT 'fen, of refunded lines',
    waste_cost   Int64 COMMENT 'fen',
    wanted       Float64 COMMENT 'units sold for this day: that of the pickup if they were ordered ahead',
    received     Float64 COMMENT 'units that came',
    stockout     Float64 COMMENT 'sum over products that sold of the share of selling hours without stock',
    on_sale      UInt32 COMMENT 'products that sold, by the day on which goods were there',
    PROJECTION stores
    (
        SELECT business_day, store_id, product_id, category, orders, units, amount
        ORDER BY store_id
    ),
    PROJECTION chain
    (
        SELECT business_day, category, product_id, sum(orders), sum(units), sum(amount)
        GROUP BY business_day, category, product_id
    )
)
ENGINE = MergeTree
PARTITION BY business_day
ORDER BY (product_id, category, store_id);

-- On which days a product of a store was ordered, wanted, shown or received: one bit a day, a block is 64 days.
CREATE TABLE IF NOT EXISTS fact_offer
(
    block      UInt16 COMMENT 'days since 1970-01-01, divided by 64; bit 0 is its first day',
    store_id   LowCardinality(String),
    product_id LowCardinality(String),
    category   LowCardinality(String),
    ordered    UInt64 COMMENT 'days with orders that were sold',
    wanted     UInt64 COMMENT 'days for which units were sold (the pickup day of presale)',
    shown      UInt64 COMMENT 'days on which it was shown or opened',
    received   UInt64 COMMENT 'days on which goods came',
    pair       UInt64 MATERIALIZED cityHash64(store_id, product_id)
)
ENGINE = MergeTree
PARTITION BY block
ORDER BY (store_id, product_id);

-- Whom and when a category or a product reached: order lines once more, by what was bought and not by where, with ids as hashes.
ALTER TABLE fact_order_line
    ADD COLUMN IF NOT EXISTS order_hash UInt64 MATERIALIZED cityHash64(order_id),
    ADD COLUMN IF NOT EXISTS buyer_hash UInt64 MATERIALIZED if(startsWith(user_id, '~'), 0, cityHash64(user_id));

ALTER TABLE fact_order_line ADD PROJECTION IF NOT EXISTS goods
(
    SELECT category, product_id, business_day, store_id, hour, sold, order_hash, buyer_hash
    ORDER BY category, product_id
);

-- The funnel of a category or a product, and what was shown.
ALTER TABLE fact_click ADD PROJECTION IF NOT EXISTS product_action
(
    SELECT product_id, action, business_day, sum(clicks)
    GROUP BY product_id, action, business_day
);

-- How forecasts did, by category and days ahead over all stores, and of all stores so many days ahead.
ALTER TABLE forecast_accuracy ADD PROJECTION IF NOT EXISTS chain
(
    SELECT day, horizon, category, sum(days), sum(sold_out), sum(actual), sum(missed), sum(naive_missed), sum(bias), sum(in90)
    GROUP BY day, horizon, category
);
ALTER TABLE forecast_accuracy ADD PROJECTION IF NOT EXISTS ahead
(
    SELECT day, horizon, store_id, category, days, sold_out, actual, missed, naive_missed, bias, in90
    ORDER BY horizon, store_id
);
ALTER TABLE forecast_score ADD PROJECTION IF NOT EXISTS ahead
(
    SELECT day, horizon, category, store_id, product_id, stockout, actual, mean, q50, naive
    ORDER BY horizon, category, product_id
);

-- Days that were built before.
ALTER TABLE forecast_accuracy MATERIALIZE PROJECTION chain;
ALTER TABLE forecast_accuracy MATERIALIZE PROJECTION ahead;
ALTER TABLE forecast_score MATERIALIZE PROJECTION ahead;
ALTER TABLE fact_order_line MATERIALIZE COLUMN order_hash, MATERIALIZE COLUMN buyer_hash;
ALTER TABLE fact_order_line MATERIALIZE PROJECTION goods;
ALTER TABLE fact_click MATERIALIZE PROJECTION product_action;

-- What follows from them, by the queries facts/hours, facts/buyers, facts/goods and facts/offer as they are today.
TRUNCATE TABLE fact_hour;

INSERT INTO fact_hour (business_day, store_id, hour, placed, orders, fetched)
SELECT business_day, store_id, hour, toUInt32(count()) AS placed, toUInt32(countIf(was_sold)) AS orders, toUInt32(countIf(was_fetched)) AS fetched
FROM
(
    SELECT business_day, any(l.store_id) AS store_id, any(l.hour) AS hour, max(l.sold) AS was_sold, max(l.status = 'picked_up') AS was_fetched
    FROM fact_order_line AS l
    GROUP BY business_day, order_hash
)
GROUP BY business_day, store_id, hour
ORDER BY business_day
SETTINGS max_bytes_before_external_group_by = 1000000000, max_bytes_before_external_sort = 1000000000, max_partitions_per_insert_block = 0;

TRUNCATE TABLE fact_buyer;

INSERT INTO fact_buyer (block, store_id, buyer_hash, bought)
SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, buyer_hash, groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))) AS bought
FROM fact_order_line
WHERE sold = 1 AND buyer_hash != 0
GROUP BY block, store_id, buyer_hash
ORDER BY block
SETTINGS max_bytes_before_external_group_by = 1000000000, max_bytes_before_external_sort = 1000000000, max_partitions_per_insert_block = 0;

TRUNCATE TABLE fact_goods;

INSERT INTO fact_goods (business_day, category, product_id, store_id, lines, placed, orders, fetched, after_sale, units, amount, cost, refunded, waste_cost, wanted, received, stockout, on_sale)
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
        GROUP BY GROUPING SETS ((business_day, order_hash, store_id, category, product_id), (business_day, order_hash, store_id, category))
    )
    GROUP BY business_day, category, product_id, store_id
    UNION ALL
    SELECT business_day, category, product_id, store_id, 0, 0, 0, 0, 0, 0., 0, 0, 0, sum(d.waste_cost), toFloat64(sum(toDecimal64(d.quantity, 3))), 0., toFloat64(sumIf(toDecimal64(d.stockout, 9), d.quantity > 0)), countIf(d.quantity > 0)
    FROM fact_demand AS d
    GROUP BY GROUPING SETS ((business_day, store_id, category, product_id), (business_day, store_id, category))
    UNION ALL
    SELECT business_day, category, product_id, store_id, 0, 0, 0, 0, 0, 0., 0, 0, 0, 0, 0., toFloat64(sum(units)), 0., 0
    FROM
    (
        SELECT k.business_day AS business_day, p.category AS category, k.product_id AS product_id, k.store_id AS store_id, k.quantity AS units
        FROM (SELECT business_day, product_id, store_id, quantity FROM stock FINAL WHERE kind = 'receipt') AS k
        LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = k.product_id
    )
    GROUP BY GROUPING SETS ((business_day, store_id, category, product_id), (business_day, store_id, category))
)
GROUP BY business_day, category, product_id, store_id
ORDER BY business_day
SETTINGS max_bytes_before_external_group_by = 1000000000, max_bytes_before_external_sort = 1000000000, max_partitions_per_insert_block = 0;

TRUNCATE TABLE fact_offer;

INSERT INTO fact_offer (block, store_id, product_id, category, ordered, wanted, shown, received)
SELECT n.block AS block, n.store_id AS store_id, n.product_id AS product_id, any(p.category) AS category,
    groupBitOr(n.ordered) AS ordered, groupBitOr(n.wanted) AS wanted, groupBitOr(n.shown) AS shown, groupBitOr(n.received) AS received
FROM
(
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))) AS ordered, toUInt64(0) AS wanted, toUInt64(0) AS shown, toUInt64(0) AS received
    FROM fact_order_line
    WHERE sold = 1
    GROUP BY block, store_id, product_id
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, toUInt64(0), groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))), toUInt64(0), toUInt64(0)
    FROM fact_demand
    WHERE quantity > 0
    GROUP BY block, store_id, product_id
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, toUInt64(0), toUInt64(0), groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))), toUInt64(0)
    FROM fact_click
    WHERE action IN ('impression', 'view') AND product_id != ''
    GROUP BY block, store_id, product_id
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, toUInt64(0), toUInt64(0), toUInt64(0), groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64)))
    FROM stock FINAL
    WHERE kind = 'receipt'
    GROUP BY block, store_id, product_id
) AS n
LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = n.product_id
GROUP BY block, store_id, product_id
HAVING bitOr(bitOr(ordered, wanted), bitOr(shown, received)) != 0
ORDER BY block
SETTINGS max_bytes_before_external_group_by = 1000000000, max_bytes_before_external_sort = 1000000000, max_partitions_per_insert_block = 0;
