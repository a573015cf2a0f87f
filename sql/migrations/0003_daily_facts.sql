-- Daily facts: one partition per business day, rebuilt beside and swapped whole, so a reader never sees half a day.

-- Final state of each order's lines, on the business day of the order's first event.
CREATE TABLE IF NOT EXISTS fact_order_line
(
    business_day Date,
    order_id     String,
    line         UInt16 COMMENT 'position in the order, from 1',
    store_id     LowCardinality(String),
    community_id LowCardinality(String),
    user_id      String,
    product_id   LowCardinality(String),
    category     LowCardinality(String),
    campaign_id  LowCardinality(String),
    share_id     String,
    ordered_at   DateTime64(3, 'UTC'),
    hour         UInt8 COMMENT 'local hour of the order',
    pickup_date  Date,
    status       LowCardinality(String) COMMENT 'state of this line: placed, paid, ready, picked_up, cancelled, refunded',
    sold         UInt8 COMMENT '1: paid for and neither cancelled nor refunded; sums of sales count these lines only',
    quantity     Decimal(18, 3),
    unit_price   Int64,
    discount     Int64,
    amount       Int64 COMMENT 'fen: quantity * unit_price, rounded half up, less discount',
    cost         Int64 COMMENT 'fen for the line at the catalogue cost; 0 is unknown'
)
ENGINE = MergeTree
PARTITION BY business_day
ORDER BY (store_id, product_id, order_id, line);

-- Clicks by store, community, product, hour and action.
CREATE TABLE IF NOT EXISTS fact_click
(
    business_day Date,
    store_id     LowCardinality(String),
    community_id LowCardinality(String),
    product_id   LowCardinality(String),
    hour         UInt8,
    action       LowCardinality(String),
    clicks       UInt64,
    users        UInt64
)
ENGINE = MergeTree
PARTITION BY business_day
ORDER BY (store_id, community_id, product_id, hour, action);

-- What each share brought on one day: last touch, the buyer is not the sharer.
CREATE TABLE IF NOT EXISTS fact_share
(
    business_day    Date,
    share_id        String,
    parent_share_id String,
    user_id         String COMMENT 'who shared',
    store_id        LowCardinality(String),
    community_id    LowCardinality(String),
    product_id      LowCardinality(String),
    channel         LowCardinality(String),
    shares          UInt32 COMMENT '1 on the day the share was made, else 0',
    clicks          UInt32,
    visitors        UInt32,
    orders          UInt32,
    buyers          UInt32,
    new_buyers      UInt32 COMMENT 'buyers whose first order this is',
    amount          Int64 COMMENT 'fen'
)
ENGINE = MergeTree
PARTITION BY business_day
ORDER BY (store_id, user_id, share_id);

-- One row per store and day: what management reads.
CREATE TABLE IF NOT EXISTS fact_store
(
    business_day    Date,
    store_id        LowCardinality(String),
    orders          UInt32 COMMENT 'orders with at least one sold line',
    buyers          UInt32,
    new_buyers      UInt32 COMMENT 'first order ever',
    repeat_buyers   UInt32 COMMENT 'bought before this day',
    units           Float64,
    amount          Int64 COMMENT 'GMV of sold lines, fen',
    cost            Int64 COMMENT 'fen; lines of unknown cost count 0',
    refunded_amount Int64 COMMENT 'fen of refunded lines',
    after_sale_orders UInt32 COMMENT 'orders with a refunded line',
    waste_cost      Int64 COMMENT 'fen',
    active_products UInt32 COMMENT 'products with at least one sold unit',
    stockout_rate   Float64 COMMENT 'mean share of selling hours out of stock over products on offer'
)
ENGINE = MergeTree
PARTITION BY business_day
ORDER BY store_id;

-- Units wanted per store, product and day, with the share of the day that was sold out: the forecast's input. The day is the
-- one for which the goods must be there: the pickup day of presale, else the day of the order.
CREATE TABLE IF NOT EXISTS fact_demand
(
    business_day Date,
    store_id     LowCardinality(String),
    product_id   LowCardinality(String),
    category     LowCardinality(String),
    quantity     Float64 COMMENT 'units of sold lines; imported history where there are no orders',
    buyers       UInt32,
    orders       UInt32,
    amount       Int64 COMMENT 'fen',
    cost         Int64 COMMENT 'fen',
    promoted     UInt8 COMMENT '1: sold in a campaign or below list price',
    stockout     Float64 COMMENT 'share of the selling hours (6 to 22) sold out, 0 to 1',
    waste        Float64 COMMENT 'units thrown away',
    waste_cost   Int64 COMMENT 'fen'
)
ENGINE = MergeTree
PARTITION BY business_day
ORDER BY (store_id, product_id);
