-- What people do on the pages: nothing here is a fact of the shop; facts come by Kafka only.

-- Every change that somebody made on a page, kept for good: who, when, what, from what to what.
CREATE TABLE IF NOT EXISTS change_log
(
    at       DateTime64(3, 'UTC'),
    login    String COMMENT 'who, of table account',
    role     LowCardinality(String) COMMENT 'the role at the time',
    what     LowCardinality(String) COMMENT 'order_change, suggestion_decision, pickup_check, and of other rooms what they name',
    store_id String COMMENT 'empty: not of one store',
    target   String COMMENT 'what was changed: product, suggestion, order',
    before   String,
    after    String COMMENT 'empty: taken back',
    note     String
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (at, login, what, target);

-- Quantities that people order instead of those advised; the newest row of a line counts, read with FINAL. The sheet itself stays as
-- it was advised, so that both can be scored when the day has passed.
CREATE TABLE IF NOT EXISTS order_change
(
    store_id   String,
    as_of      Date COMMENT 'of the sheet: the day on which to order',
    product_id String,
    quantity   Float64 COMMENT 'units ordered instead; below 0: taken back, the advised quantity counts again',
    advised    Float64 COMMENT 'units on the sheet when it was changed',
    who        String COMMENT 'login',
    at         DateTime64(3, 'UTC'),
    note       String
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (store_id, as_of, product_id);

-- Orders that somebody ticked off at the counter; the newest row of an order counts, read with FINAL. That an order was picked up is
-- told by its own events: this stands beside them, and goes before them when the till sends late.
CREATE TABLE IF NOT EXISTS pickup_check
(
    order_id String,
    store_id String,
    who      String COMMENT 'login',
    at       DateTime64(3, 'UTC'),
    undone   UInt8 COMMENT '1: ticked by mistake'
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (store_id, order_id);
