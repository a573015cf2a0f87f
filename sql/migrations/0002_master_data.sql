-- Master data: imported, the newest version of a key wins (read with FINAL). Money in fen.

CREATE TABLE IF NOT EXISTS store
(
    store_id        String,
    name            String,
    timezone        LowCardinality(String) DEFAULT 'Asia/Shanghai',
    city            LowCardinality(String),
    latitude        Float64,
    longitude       Float64,
    opened_on       Date,
    cutoff_hour     UInt8 DEFAULT 23 COMMENT 'local hour at which presale orders for the next day close',
    owner           String COMMENT 'name shown on pages',
    commission_rate Float64 DEFAULT 0.1 COMMENT 'share of paid sales that the leader earns',
    updated_at      DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY store_id;

CREATE TABLE IF NOT EXISTS community
(
    community_id String,
    name         String,
    store_id     String COMMENT 'store that serves it',
    latitude     Float64,
    longitude    Float64,
    households   UInt32,
    updated_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY community_id;

CREATE TABLE IF NOT EXISTS product
(
    product_id      String,
    name            String,
    name_en         String,
    category        LowCardinality(String) COMMENT 'code, such as vegetable or dairy; service for community services',
    brand           String,
    unit            LowCardinality(String) COMMENT 'what one quantity is: 份, 斤, 瓶',
    price           Int64 COMMENT 'list price, fen',
    cost            Int64 COMMENT 'purchase price, fen; 0 is unknown',
    shelf_life_days UInt16 COMMENT '0 does not spoil',
    pack_size       Decimal(18, 3) DEFAULT 1 COMMENT 'smallest amount a supplier delivers',
    supplier        LowCardinality(String),
    lead_time_days  UInt8 DEFAULT 1,
    sensitive       UInt8 DEFAULT 0 COMMENT '1: health, children or age; only community indexes over at least 20 buyers',
    updated_at      DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY product_id;

CREATE TABLE IF NOT EXISTS category
(
    category  String,
    name      String,
    name_en   String,
    sensitive UInt8,
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY category;

CREATE TABLE IF NOT EXISTS campaign
(
    campaign_id String,
    name        String,
    store_id    String COMMENT 'empty: every store',
    product_id  String,
    starts_at   DateTime64(3, 'UTC'),
    ends_at     DateTime64(3, 'UTC') COMMENT 'cutoff',
    pickup_date Date,
    price       Int64 COMMENT 'campaign price, fen',
    group_size  UInt16 COMMENT 'buyers needed; 0 is none',
    updated_at  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY campaign_id;

-- Stock movements. On hand = last count + receipts + transfers - waste - units handed over since that count.
CREATE TABLE IF NOT EXISTS stock
(
    movement_id  String,
    store_id     LowCardinality(String),
    product_id   LowCardinality(String),
    event_time   DateTime64(3, 'UTC'),
    business_day Date,
    kind         LowCardinality(String) COMMENT 'receipt, waste, count, transfer, sold_out',
    quantity     Decimal(18, 3) COMMENT 'count: what was there at closing; transfer: signed; sold_out: 0',
    unit_cost    Int64 COMMENT 'fen; 0 is unknown',
    updated_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (store_id, product_id, business_day, movement_id);

-- Sales from before Linli: one row per store, product and day.
CREATE TABLE IF NOT EXISTS sales_history
(
    store_id     LowCardinality(String),
    product_id   LowCardinality(String),
    business_day Date,
    quantity     Float64,
    stockout     Float64 COMMENT 'share of the selling hours that were out of stock, 0 to 1',
    revenue      Int64 COMMENT 'fen; 0 is unknown',
    updated_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (store_id, product_id, business_day);
