-- What the models publish. as_of is the business day whose close is the data cut-off: advice is for the days after it.

CREATE TABLE IF NOT EXISTS user_profile
(
    as_of             Date,
    user_id           String,
    community_id      LowCardinality(String),
    store_id          LowCardinality(String),
    recency_days      UInt16,
    frequency         UInt32 COMMENT 'orders in the window',
    monetary_fen      Int64,
    r_score           UInt8,
    f_score           UInt8,
    m_score           UInt8,
    segment           LowCardinality(String) COMMENT 'champion, loyal, promising, new, at_risk, dormant, lost',
    active_hour       UInt8 COMMENT 'local hour at which this user is likeliest to order',
    active_hour_share Float64
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id, user_id);

CREATE TABLE IF NOT EXISTS community_affinity
(
    as_of            Date,
    community_id     LowCardinality(String),
    category         LowCardinality(String),
    buyers           UInt32,
    community_buyers UInt32,
    chain_share      Float64 COMMENT 'share of the chain''s buyers who bought the category',
    `index`          Float64 COMMENT 'chain = 100',
    low              Float64 COMMENT '95 % interval',
    high             Float64
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (community_id, category);

CREATE TABLE IF NOT EXISTS push_window
(
    as_of            Date,
    community_id     LowCardinality(String),
    store_id         LowCardinality(String),
    start_hour       UInt8,
    end_hour         UInt8 COMMENT 'exclusive; may be below start_hour past midnight',
    share            Float64 COMMENT 'expected share of the day''s orders in the window',
    chain_start_hour UInt8,
    chain_share      Float64 COMMENT 'share of this community''s orders in the chain''s best window',
    orders           UInt32
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id);

CREATE TABLE IF NOT EXISTS recommendation
(
    as_of          Date,
    store_id       LowCardinality(String),
    rank           UInt16,
    product_id     LowCardinality(String),
    action         LowCardinality(String) COMMENT 'keep, add, test, drop',
    score          Float64 COMMENT 'expected margin of the next 7 days, fen',
    expected_units Float64 COMMENT 'next 7 days',
    low            Float64 COMMENT '80 % interval',
    high           Float64,
    own_units      Float64 COMMENT 'sold here in the window',
    chain_units    Float64 COMMENT 'sold in the whole chain in the window',
    weight_own     Float64 COMMENT 'how far the store''s own sales count, 0 to 1',
    `index`        Float64 COMMENT 'demand here against stores of this size, 100 = same',
    buyers         UInt32,
    evidence       UInt32 COMMENT 'orders behind the line',
    reason_zh      String,
    reason_en      String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, action, rank);

CREATE TABLE IF NOT EXISTS forecast
(
    as_of      Date,
    store_id   LowCardinality(String),
    product_id LowCardinality(String),
    day        Date COMMENT 'the day forecast',
    horizon    UInt8 COMMENT 'days after as_of, from 1',
    mean       Float64,
    q05        Float64,
    q10        Float64,
    q25        Float64,
    q50        Float64,
    q75        Float64,
    q90        Float64,
    q95        Float64,
    naive      Float64 COMMENT 'seasonal naive: the same weekday a week before'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, product_id, day);

-- Published forecasts scored when their day has passed; partition by the scored day.
CREATE TABLE IF NOT EXISTS forecast_score
(
    day        Date,
    as_of      Date COMMENT 'origin of the forecast',
    store_id   LowCardinality(String),
    product_id LowCardinality(String),
    category   LowCardinality(String),
    horizon    UInt8,
    actual     Float64,
    stockout   Float64 COMMENT 'rows above 0 are left out of accuracy',
    mean       Float64,
    q50        Float64,
    naive      Float64,
    pinball    Float64 COMMENT 'mean pinball loss over the seven quantiles',
    in50       UInt8,
    in90       UInt8
)
ENGINE = MergeTree
PARTITION BY day
ORDER BY (store_id, product_id, horizon);

-- as_of is the day on which to order, before its cutoff; while that day runs the sheet is renewed with what is booked.
CREATE TABLE IF NOT EXISTS order_sheet
(
    as_of               Date,
    store_id            LowCardinality(String),
    product_id          LowCardinality(String),
    day                 Date COMMENT 'first day the delivery serves',
    quantity            Float64 COMMENT 'units to order',
    packs               UInt32,
    pack_size           Float64,
    expected            Float64 COMMENT 'demand over the cover period',
    low                 Float64 COMMENT '80 % interval',
    high                Float64,
    booked              Float64 COMMENT 'presale units already ordered for the period',
    on_hand             Float64,
    on_order            Float64,
    service_level       Float64,
    expected_waste_fen  Int64,
    expected_missed_fen Int64,
    stake_fen           Int64 COMMENT 'money at stake in this line',
    reason_zh           String,
    reason_en           String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, product_id);
