-- leaders (KOC): attribution, checks, rewards

-- What the shares of a user brought in the window that ends with as_of. A purchase is what one buyer bought through one share on one
-- day, kept: paid, neither cancelled nor refunded. Ranges hold the truth with 90 %. Users who opted out are left out.
CREATE TABLE IF NOT EXISTS leader_score
(
    as_of              Date,
    user_id            String,
    store_id           LowCardinality(String),
    community_id       LowCardinality(String),
    window_days        UInt16,
    shares             UInt32,
    visitors           UInt32 COMMENT 'people who opened one of the shares',
    clicks             UInt64,
    orders             UInt32 COMMENT 'purchases by last touch: the buyer is another, and came through one of the shares',
    amount             Int64 COMMENT 'fen, of these',
    new_buyers         UInt32 COMMENT 'whose first purchase it is',
    refunded_orders    UInt32 COMMENT 'orders with a refunded line',
    refunded_amount    Int64 COMMENT 'fen',
    self_orders        UInt32 COMMENT 'orders through one''s own share; in no other column',
    commission         Int64 COMMENT 'fen that the store''s commission rate pays on amount',
    shapley            Float64 COMMENT 'purchases, shared among all whose shares the buyer opened within 7 days, cascades included; sums to all orders',
    shapley_amount     Int64 COMMENT 'fen, likewise',
    incremental        Float64 COMMENT 'purchases that would not have been without the shares',
    incremental_low    Float64,
    incremental_high   Float64,
    cascade            Float64 COMMENT 'the same, with those of the shares that descend from them',
    margin             Int64 COMMENT 'fen of margin of the incremental purchases',
    margin_low         Int64,
    margin_high        Int64,
    per_share          Float64 COMMENT 'incremental purchases of one more share',
    per_share_low      Float64,
    per_share_high     Float64,
    own_share          Float64 COMMENT 'part of orders that would have come anyway, 0 to 1',
    rank               UInt32 COMMENT 'in the community, by incremental',
    rank_low           UInt32 COMMENT 'best place that is likely (90 %)',
    rank_high          UInt32 COMMENT 'last place that is likely',
    of                 UInt32 COMMENT 'sharers in the community',
    text_zh            String,
    text_en            String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id, rank, user_id);

-- What the channels of a store brought, in three ways.
CREATE TABLE IF NOT EXISTS leader_channel
(
    as_of       Date,
    store_id    LowCardinality(String),
    channel     LowCardinality(String),
    shares      UInt64,
    orders      Float64 COMMENT 'purchases by last touch',
    amount      Int64 COMMENT 'fen, of these',
    shapley     Float64 COMMENT 'purchases shared among the channels of all shares that the buyer opened within 7 days',
    incremental Float64 COMMENT 'purchases that would not have been'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, channel);

-- How far shares carry, of the chain (both ids empty), a store and a community.
CREATE TABLE IF NOT EXISTS leader_viral
(
    as_of         Date,
    store_id      LowCardinality(String),
    community_id  LowCardinality(String),
    sharers       UInt64,
    shares        UInt64,
    invitations   Float64 COMMENT 'people who opened a share, per sharer',
    conversion    Float64 COMMENT 'part of these who bought for the first time through it, 0 to 1',
    k             Float64 COMMENT 'viral coefficient: invitations times conversion, new buyers per sharer; above 1 it grows of itself',
    k_low         Float64,
    k_high        Float64,
    passing_on    Float64 COMMENT 'shares that descend from a share, per share: above 1 a share never dies out',
    passing_low   Float64,
    passing_high  Float64,
    children      UInt64 COMMENT 'shares that descend from another directly',
    cycle_hours   Float64 COMMENT 'median hours from a share to one that descends from it; NaN without any',
    cycle_low     Float64,
    cycle_high    Float64
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id);

-- What is worth looking at before commission is paid. A finding is a question with its figures, never a verdict.
CREATE TABLE IF NOT EXISTS leader_finding
(
    as_of        Date,
    kind         LowCardinality(String) COMMENT 'self_referral, ring, burst, refund',
    user_id      String COMMENT 'whose shares; of a ring each of its people has a row',
    store_id     LowCardinality(String),
    community_id LowCardinality(String),
    day          Date COMMENT 'of a burst; else as_of',
    others       Array(String) COMMENT 'the other people of a ring',
    observed     Float64 COMMENT 'orders, refunded orders of a refund finding',
    expected     Float64 COMMENT 'what would be usual',
    base         Float64 COMMENT 'out of how many',
    q            Float64 COMMENT 'share of false alarms among findings at least as clear as this one (Benjamini-Hochberg)',
    amount       Int64 COMMENT 'fen at stake',
    commission   Int64 COMMENT 'fen of commission on it',
    text_zh      String,
    text_en      String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, kind, user_id, day);

-- Money to give to sharers in the next 28 days. Without a row a store's budget is what its commission rate paid on last touch.
CREATE TABLE IF NOT EXISTS reward_budget
(
    store_id   String,
    budget     Int64 COMMENT 'fen for 28 days; 0: no rewards',
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY store_id;

-- Who is to get how much in the next 28 days. What a reward moves is an assumption until it has been tried: see response.
CREATE TABLE IF NOT EXISTS leader_reward
(
    as_of       Date,
    store_id    LowCardinality(String),
    user_id     String,
    reward      Int64 COMMENT 'fen',
    value       Int64 COMMENT 'fen of incremental margin expected in 28 days if nothing changes',
    returns     Int64 COMMENT 'fen of incremental margin that the reward is expected to add',
    returns_low Int64,
    returns_high Int64,
    text_zh     String,
    text_en     String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, user_id);

-- The plan of a store as a whole, next to two others with the same money.
CREATE TABLE IF NOT EXISTS leader_plan
(
    as_of         Date,
    store_id      LowCardinality(String),
    budget        Int64 COMMENT 'fen',
    spent         Int64 COMMENT 'fen; less than the budget where another yuan would not come back',
    people        UInt32,
    held_back     UInt32 COMMENT 'sharers who get nothing while a finding about them is open',
    returns       Int64 COMMENT 'fen of incremental margin added, expected',
    returns_low   Int64,
    returns_high  Int64,
    equal_returns Int64 COMMENT 'fen, if everyone got the same',
    touch_returns Int64 COMMENT 'fen, if it were paid by last touch',
    lift          Float64 COMMENT 'assumed: most that rewards can add to what somebody brings, as a share of it',
    half          Float64 COMMENT 'assumed: reward, as a share of that most, that moves half of it',
    text_zh       String,
    text_en       String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY store_id;

-- How likely a campaign with a minimum number of buyers comes about, by that number. Rows without a category are of all.
CREATE TABLE IF NOT EXISTS leader_group
(
    as_of      Date,
    store_id   LowCardinality(String),
    category   LowCardinality(String),
    size       UInt16 COMMENT 'buyers needed',
    success    Float64 COMMENT 'chance that as many buy, 0 to 1',
    margin     Int64 COMMENT 'fen expected of a launch: nothing if it fails',
    buyers     Float64 COMMENT 'expected, whether it comes about or not',
    launches   UInt32 COMMENT 'past ones that this rests on, of the store and category',
    advised    UInt8 COMMENT '1: the largest size that still comes about four times of five'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, category, size);
