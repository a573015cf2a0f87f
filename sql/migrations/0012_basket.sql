-- Next baskets: what each user will most likely buy next, of what the user's store offers, and why. As_of is the day whose close is
-- the data cut-off: the list is for the next order. Users who opted out of personalisation have no row, and nothing sensitive is in it.
-- The arrays of a row are as long as product_ids, the best product first; those of the shelf as long as shelf_ids.

CREATE TABLE IF NOT EXISTS user_basket
(
    as_of        Date,
    store_id     LowCardinality(String),
    community_id LowCardinality(String),
    user_id      String COMMENT 'empty: the list for whoever is new in the community',
    product_ids  Array(LowCardinality(String)) COMMENT 'at most 20, best first',
    chances      Array(Float32) COMMENT 'chance that the next order holds the product, 0 to 1',
    kinds        Array(LowCardinality(String)) COMMENT 'repeat: bought before; explore: never bought, but goes with what was; popular: sells well here',
    reasons      Array(LowCardinality(String)) COMMENT 'rhythm, once, together, alike, here: see view user_basket_line for the sentences',
    counts       Array(UInt32) COMMENT 'rhythm, once: times bought; together: who bought both; alike: who bought it next; here: shopping days with it',
    bases        Array(UInt32) COMMENT 'of how many: rhythm, once: days looked back on; together: buyers of with_ids; alike: customers alike; here: shopping days here',
    gaps         Array(Float32) COMMENT 'rhythm: mean days between purchases; else 0',
    sinces       Array(UInt16) COMMENT 'rhythm, once: days since the last purchase, counted to the day after as_of; else 0',
    with_ids     Array(LowCardinality(String)) COMMENT 'together: the product of the user that it goes with; else empty',
    shelf_ids    Array(LowCardinality(String)) COMMENT 'to discover: at most 8 products never bought that go with what was, best first',
    shelf_with   Array(LowCardinality(String)) COMMENT 'the product of the user that each goes with',
    shelf_both   Array(UInt32) COMMENT 'customers who bought both',
    shelf_bases  Array(UInt32) COMMENT 'customers who bought shelf_with',
    orders       UInt16 COMMENT 'shopping days of the user in the window',
    learned      UInt8 COMMENT '1: ranked by the learned ranker; 0: too few next baskets to learn from, habit and neighbours blended'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id, user_id);

-- One row per product of a list, with its reason in words.
CREATE VIEW IF NOT EXISTS user_basket_line AS
WITH
    n AS (SELECT product_id, name, if(name_en = '', name, name_en) AS name_en FROM product FINAL)
SELECT
    b.as_of AS as_of, b.store_id AS store_id, b.community_id AS community_id, b.user_id AS user_id, rank, product_id, chance, kind, reason,
    count, base, gap, since, with_id,
    multiIf(
        reason = 'rhythm', concat('近 ', toString(base), ' 天买过 ', toString(count), ' 次，通常约每 ', toString(greatest(1, round(gap))), ' 天一次，上次 ', toString(since), ' 天前'),
        reason = 'once', concat(toString(since), ' 天前买过一次'),
        reason = 'together', concat('买过“', if(w.name = '', with_id, w.name), '”的 ', toString(base), ' 位顾客里，', toString(count), ' 位也买过它'),
        reason = 'alike', concat('买得最像的 ', toString(base), ' 位顾客里，', toString(count), ' 位接着就买了它'),
        concat('附近顾客近 28 天购物 ', toString(base), ' 次，', toString(count), ' 次买了它')) AS reason_zh,
    multiIf(
        reason = 'rhythm', concat('bought ', toString(count), ' times in ', toString(base), ' days, about every ', if(round(gap) <= 1, 'day', concat(toString(round(gap)), ' days')), ', last ', toString(since), if(since = 1, ' day ago', ' days ago')),
        reason = 'once', concat('bought once, ', toString(since), if(since = 1, ' day ago', ' days ago')),
        reason = 'together', concat('of ', toString(base), ' customers who bought "', if(w.name_en = '', with_id, w.name_en), '", ', toString(count), ' bought it too'),
        reason = 'alike', concat('of the ', toString(base), ' customers who buy most alike, ', toString(count), ' bought it next'),
        concat('in ', toString(count), ' of the ', toString(base), ' shopping trips of the neighbourhood in the last 28 days')) AS reason_en
FROM
(
    SELECT as_of, store_id, community_id, user_id, rank, toString(product_id) AS product_id, chance, toString(kind) AS kind, toString(reason) AS reason, count, base, gap, since, toString(with_id) AS with_id
    FROM user_basket
    ARRAY JOIN arrayEnumerate(product_ids) AS rank, product_ids AS product_id, chances AS chance, kinds AS kind, reasons AS reason, counts AS count, bases AS base,
        gaps AS gap, sinces AS since, with_ids AS with_id
) AS b
LEFT JOIN n AS w ON w.product_id = b.with_id;

-- Products that the same people buy, of the chain: the evidence of the shelves to discover.
CREATE TABLE IF NOT EXISTS product_partner
(
    as_of      Date,
    product_id LowCardinality(String),
    rank       UInt16 COMMENT 'from 1, best first',
    with_id    LowCardinality(String) COMMENT 'the product that goes with it',
    both       UInt32 COMMENT 'customers of the sample who bought both in the window',
    buyers     UInt32 COMMENT 'customers of the sample who bought product_id',
    lift       Float64 COMMENT 'how many times likelier with_id is among the buyers of product_id than among all customers'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (product_id, rank);
