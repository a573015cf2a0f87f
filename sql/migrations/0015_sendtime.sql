-- when to push, and household mix

-- push_window is for the day after as_of: the weekday decides.
ALTER TABLE push_window ADD COLUMN IF NOT EXISTS weekend UInt8 DEFAULT 0 COMMENT '1: the window is for a Saturday or Sunday';
ALTER TABLE push_window ADD COLUMN IF NOT EXISTS low Float64 DEFAULT 0 COMMENT '95 % interval of share; orders of one user count less than orders of many';
ALTER TABLE push_window ADD COLUMN IF NOT EXISTS high Float64 DEFAULT 0;
ALTER TABLE push_window ADD COLUMN IF NOT EXISTS users UInt32 DEFAULT 0 COMMENT 'users behind the orders';
ALTER TABLE push_window ADD COLUMN IF NOT EXISTS evidence Float64 DEFAULT 0 COMMENT 'orders of different users that would say as much';

-- Shares of a community's orders in the hours of a working day and of a weekend day; sum 1 over the hours.
CREATE TABLE IF NOT EXISTS push_hour
(
    as_of        Date,
    community_id LowCardinality(String),
    store_id     LowCardinality(String),
    weekend      UInt8 COMMENT '0: Monday to Friday, 1: Saturday and Sunday',
    hour         UInt8 COMMENT 'local, 0 to 23',
    share        Float64,
    chain_share  Float64 COMMENT 'of the whole chain in that hour',
    orders       UInt32 COMMENT 'of the community in that hour, on such days'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id, weekend, hour);

-- The best window of each user who ordered in the window of the profile, for the day after as_of. Users who opted out are not in it.
CREATE TABLE IF NOT EXISTS user_window
(
    as_of           Date,
    user_id         String,
    store_id        LowCardinality(String),
    community_id    LowCardinality(String),
    start_hour      UInt8,
    end_hour        UInt8 COMMENT 'exclusive; past midnight below start_hour',
    share           Float64 COMMENT 'expected share of this user''s orders of such a day in the window',
    community_share Float64 COMMENT 'in the window of the community',
    orders          UInt32
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, start_hour, user_id);

-- When and how often a store may push. store_id '' is every store without a row of its own; without any row: quiet from 22 to 8, two a week.
CREATE TABLE IF NOT EXISTS push_rule
(
    store_id     String,
    quiet_from   UInt8 DEFAULT 22 COMMENT 'local hour from which nobody is disturbed, 0 to 24',
    quiet_until  UInt8 DEFAULT 8 COMMENT 'local hour until which; equal to quiet_from: no quiet hours',
    max_per_week UInt8 DEFAULT 2 COMMENT 'pushes to one user in any seven days; 0: none at all',
    updated_by   String,
    updated_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY store_id;

-- What was sent to whom: what the weekly limit counts.
CREATE TABLE IF NOT EXISTS push_sent
(
    user_id      String,
    store_id     LowCardinality(String),
    message_id   String COMMENT 'the same message to the same user counts once',
    business_day Date,
    hour         UInt8 COMMENT 'local',
    updated_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (user_id, business_day, message_id);

-- What some users told of their household, with consent. Read only to learn the mix of communities; never published of one user.
CREATE TABLE IF NOT EXISTS household_label
(
    user_id      String,
    kind         LowCardinality(String) COMMENT 'such as baby_family; any words, the same for all; empty: withdrawn',
    consented_at DateTime64(3, 'UTC') COMMENT 'the newest row of a user counts, read with FINAL'
)
ENGINE = ReplacingMergeTree(consented_at)
ORDER BY user_id;

-- Household mix of communities, estimated from what all its buyers bought and when. No row below 20 buyers.
CREATE TABLE IF NOT EXISTS community_household
(
    as_of        Date,
    community_id LowCardinality(String),
    store_id     LowCardinality(String),
    kind         LowCardinality(String) COMMENT 'as in household_label; other: kinds with too few labels together. Method index: a sensitive category',
    method       LowCardinality(String) COMMENT 'labels: share known from households that consented; index: only more or less than the chain',
    share        Float64 COMMENT 'estimated share of the buyers'' households, 0 to 1; 0 where method is index',
    low          Float64 COMMENT '80 % interval',
    high         Float64,
    `index`      Float64 COMMENT 'chain = 100',
    index_low    Float64 COMMENT '80 % interval',
    index_high   Float64,
    buyers       UInt32 COMMENT 'households looked at',
    labels       UInt32 COMMENT 'households of the whole chain that told their kind'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id, kind);
