-- Opt-out of personalisation and erasure (PIPL Art. 24 and 47).

-- Who wants no personalisation: left out of whatever is published per user. Newest row of a user counts, read with FINAL.
-- The aliases of erased persons stand here as well: nobody is behind them.
CREATE TABLE IF NOT EXISTS personal_optout
(
    user_id    String,
    opted_out  UInt8 COMMENT '1: no personalisation; 0: opted in again',
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY user_id;

-- Work lists of erasures that are under way: the only place that names who is being erased. The next erasure finishes one that
-- was killed. A list goes as a whole, when nothing is left to be done.
CREATE TABLE IF NOT EXISTS erasing
(
    erasure_id String COMMENT 'ULID',
    user_id    String,
    user_hash  String COMMENT 'as in erased_user',
    whole      UInt8 COMMENT '1: whatever there is of them; 0: a sweep of what came after an erasure',
    asked_at   DateTime64(3, 'UTC') COMMENT 'a sweep makes events anonymous that happened up to then; far in the future if whole',
    first_day  Date COMMENT 'of the first purchase, 1970-01-01 in a sweep: an alias keeps whether its person was new on the day',
    salt_a     UInt64 COMMENT 'of the aliases: thrown away with the list, so that no alias leads back',
    salt_b     UInt64
)
ENGINE = MergeTree
PARTITION BY erasure_id
ORDER BY user_id
SETTINGS old_parts_lifetime = 1;

-- The shares of those on a work list: what they clicked and bought by their own shares. (A list of its own, since libchdb 26.7
-- never ends a mutation of several parts whose IN has another IN inside.)
CREATE TABLE IF NOT EXISTS erasing_share
(
    erasure_id String,
    user_id    String,
    share_id   String
)
ENGINE = MergeTree
PARTITION BY erasure_id
ORDER BY (user_id, share_id)
SETTINGS old_parts_lifetime = 1;

-- Who was erased, as a keyed hash: what still comes of them from Kafka or from files is made anonymous as well. Who comes back
-- afterwards is somebody new.
CREATE TABLE IF NOT EXISTS erased_user
(
    user_hash String COMMENT 'HMAC-SHA-256 of the user_id, hex; the key is kept outside of ClickHouse',
    key_id    String COMMENT 'which key: a key that was lost is noticed',
    erased_at DateTime64(3, 'UTC') COMMENT 'events that happened up to then are made anonymous'
)
ENGINE = ReplacingMergeTree(erased_at)
ORDER BY user_hash;

-- What erasures did, place by place, and what was left: the proof. No user_id is in here.
CREATE TABLE IF NOT EXISTS erasure
(
    erasure_id  String COMMENT 'ULID',
    finished_at DateTime64(3, 'UTC'),
    place       LowCardinality(String) COMMENT 'table, or Kafka topic',
    action      LowCardinality(String) COMMENT 'anonymised, deleted, redacted, expires (Kafka)',
    people      UInt32,
    changed     UInt64 COMMENT 'rows changed or deleted; messages of Kafka',
    remaining   UInt64 COMMENT 'rows found afterwards that still name one of them',
    until       DateTime64(3, 'UTC') COMMENT 'Kafka: when the last message is gone by retention; else 1970-01-01',
    user_hashes Array(String) COMMENT 'as in erased_user; empty: a sweep of what came late'
)
ENGINE = MergeTree
ORDER BY (finished_at, erasure_id, place);
