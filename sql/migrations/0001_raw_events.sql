-- Raw events, one row per event as it came, plus the ledger that says how each Kafka block was counted.
-- id_hash makes the duplicate look-up a scan of eight bytes a row; _topic, _partition, _offset are the row's coordinates,
-- by which a block that is read again after a crash recognises its own rows.
-- The partition is the month of ingest, one instant per block: a block of late events stays one part, so one INSERT is atomic.

CREATE TABLE IF NOT EXISTS click
(
    event_id     String COMMENT 'id given by the sender; the same id counts once',
    id_hash      UInt64 DEFAULT xxHash64(event_id),
    event_time   DateTime64(3, 'UTC'),
    business_day Date COMMENT 'local day of the store, decided at ingest',
    hour         UInt8 COMMENT 'local hour of the store',
    user_id      String,
    store_id     LowCardinality(String),
    community_id LowCardinality(String),
    session_id   String,
    action       LowCardinality(String) COMMENT 'impression, view, add_to_cart, remove_from_cart, search',
    product_id   LowCardinality(String),
    campaign_id  LowCardinality(String),
    share_id     String,
    ingested_at  DateTime64(3, 'UTC'),
    _topic       LowCardinality(String),
    _partition   Int32,
    _offset      Int64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(ingested_at)
ORDER BY (business_day, store_id, event_time, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS order_event
(
    event_id           String,
    id_hash            UInt64 DEFAULT xxHash64(event_id),
    event_time         DateTime64(3, 'UTC'),
    business_day       Date,
    hour               UInt8,
    order_id           String,
    status             LowCardinality(String) COMMENT 'placed, paid, ready, picked_up, cancelled, refunded',
    user_id            String,
    store_id           LowCardinality(String),
    community_id       LowCardinality(String),
    campaign_id        LowCardinality(String),
    share_id           String,
    pickup_date        Date COMMENT '1970-01-01 when none was given',
    `lines.product_id` Array(String),
    `lines.quantity`   Array(Decimal(18, 3)),
    `lines.unit_price` Array(Int64) COMMENT 'fen',
    `lines.discount`   Array(Int64) COMMENT 'fen',
    ingested_at        DateTime64(3, 'UTC'),
    _topic             LowCardinality(String),
    _partition         Int32,
    _offset            Int64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(ingested_at)
ORDER BY (business_day, store_id, order_id, event_time, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS share
(
    event_id        String,
    id_hash         UInt64 DEFAULT xxHash64(event_id),
    event_time      DateTime64(3, 'UTC'),
    business_day    Date,
    hour            UInt8,
    share_id        String,
    parent_share_id String,
    user_id         String,
    store_id        LowCardinality(String),
    community_id    LowCardinality(String),
    product_id      LowCardinality(String),
    campaign_id     LowCardinality(String),
    channel         LowCardinality(String) COMMENT 'wechat_group, moments, direct, poster',
    ingested_at     DateTime64(3, 'UTC'),
    _topic          LowCardinality(String),
    _partition      Int32,
    _offset         Int64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(ingested_at)
ORDER BY (business_day, store_id, event_time, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- One row per block of one topic partition: consumed = stored + duplicate + rejected, always.
-- The next block of a partition starts at max(last_offset) + 1: this table, not Kafka, says where to resume.
CREATE TABLE IF NOT EXISTS ingest_ledger
(
    topic          LowCardinality(String),
    partition      Int32,
    first_offset   Int64,
    last_offset    Int64,
    consumed       UInt64,
    stored         UInt64,
    duplicate      UInt64,
    rejected       UInt64,
    unknown_fields UInt64 COMMENT 'fields that no event type has; kept out and counted',
    days           Array(Date) COMMENT 'business days that the stored events touch',
    ingested_at    DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(ingested_at)
ORDER BY (topic, partition, first_offset);

-- A copy of linli.dead that can be queried: the refused message, its coordinates and the reason.
CREATE TABLE IF NOT EXISTS dead_letter
(
    topic       LowCardinality(String),
    partition   Int32,
    offset      Int64,
    reason      LowCardinality(String) COMMENT 'stable code, such as bad_json or missing_field',
    detail      String COMMENT 'what is wrong, in one sentence',
    key         String,
    value       String COMMENT 'the message as it came, cut at 64 KiB',
    rejected_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(rejected_at)
ORDER BY (topic, partition, offset);
