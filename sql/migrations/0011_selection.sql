-- Product selection of stores: rules of merchandisers, the range with what other ranges would do, the gate.

ALTER TABLE product ADD COLUMN IF NOT EXISTS storage LowCardinality(String) COMMENT 'ambient, chilled, frozen; empty: told by the category';

-- What people decided about ranges; the newest version of a key wins (read with FINAL). A rule of one store goes before one of all.
CREATE TABLE IF NOT EXISTS store_range_rule
(
    store_id   String COMMENT 'empty: every store',
    kind       LowCardinality(String) COMMENT 'lock, ban (product or category), quota (category), slots (all, or of a storage), floor',
    product_id String,
    category   String,
    storage    LowCardinality(String) COMMENT 'of slots: ambient, chilled, frozen; empty: all',
    low        Float64 COMMENT 'quota: least products; floor: least margin over price, 0 to 1',
    high       Float64 COMMENT 'quota: most products, 0 is no bound; slots: how many',
    note       String,
    who        String COMMENT 'login of who decided',
    since      Date DEFAULT today() COMMENT 'first day to which advice with it applies',
    until      Date COMMENT 'last such day; 1970-01-01 for good',
    removed    UInt8 COMMENT '1: entered by mistake, never counts; to end a rule set until',
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (store_id, kind, product_id, category, storage);

ALTER TABLE recommendation ADD COLUMN IF NOT EXISTS gain_fen Float64 COMMENT 'what the range gains by it in 7 days: margin less waste and less what it takes from its like';
ALTER TABLE recommendation ADD COLUMN IF NOT EXISTS waste_fen Float64 COMMENT 'expected in 7 days if offered, fen';
ALTER TABLE recommendation ADD COLUMN IF NOT EXISTS households Float64 COMMENT 'add, test: newly served per 28 days; keep, drop: no longer served without it';
ALTER TABLE recommendation ADD COLUMN IF NOT EXISTS alike_selling UInt16 COMMENT 'of the stores most like this one, how many sold it in the window';
ALTER TABLE recommendation ADD COLUMN IF NOT EXISTS alike_stores UInt16;
ALTER TABLE recommendation ADD COLUMN IF NOT EXISTS propensity Float64 DEFAULT 1 COMMENT 'test: chance with which it was drawn, 0 to 1';
ALTER TABLE recommendation ADD COLUMN IF NOT EXISTS digest String COMMENT 'of everything that the advice of the store rests on';

-- The products in and near a store's range, in the order in which they are worth a place: enough to see at once what another
-- range would do, see sql/queries/merchandiser/what_if.sql.
CREATE TABLE IF NOT EXISTS range_candidate
(
    as_of           Date,
    store_id        LowCardinality(String),
    turn            UInt16 COMMENT 'from 1: the range, what comes next, what goes',
    product_id      LowCardinality(String),
    category        LowCardinality(String),
    storage         LowCardinality(String),
    state           LowCardinality(String) COMMENT 'keep, add: in the range; test: drawn; drop; next: not offered, next in turn',
    locked          UInt8,
    banned          UInt8,
    orders          Float64 COMMENT 'expected in 7 days with everything on offer',
    units           Float64,
    value_fen       Float64 COMMENT 'margin of them, fen',
    waste_fen       Float64,
    gain_fen        Float64 COMMENT 'what the range would gain by it, or loses without it, in 7 days',
    households      Float64 COMMENT 'that only it serves, per 28 days',
    category_orders Float64 COMMENT 'of all candidates of the category, in 7 days'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, turn);

-- Which list a store gets, what its past lists covered, and what its range is expected to do next to the one it has.
CREATE TABLE IF NOT EXISTS range_gate
(
    as_of          Date,
    store_id       LowCardinality(String),
    periods        UInt16 COMMENT 'past weeks looked at, in which it sold something',
    lists          UInt16 COMMENT 'products on the lists that were compared; half and twice as long ones count too',
    sold           Float64 COMMENT 'order lines of these weeks; the sample',
    coverage_chain Float64 COMMENT 'share of them on the chain list made before, 0 to 1',
    coverage_own   Float64 COMMENT 'on a list of the store''s own best sellers',
    coverage_ours  Float64 COMMENT 'on the list made for the store',
    decision       LowCardinality(String) COMMENT 'local: the list made for the store; chain: that list did not cover more',
    slots          UInt16 COMMENT 'places, those of tests included',
    offered        UInt16 COMMENT 'products offered now',
    substitution   Float64 COMMENT 'share of the demand for a product that is not offered that goes to its like',
    orders         Float64 COMMENT 'order lines expected in 7 days of all candidates',
    coverage       Float64 COMMENT 'share of them that the advised range serves, tests left out',
    coverage_now   Float64 COMMENT 'that the present range would serve',
    margin_fen     Float64 COMMENT 'of 7 days, before waste',
    margin_now_fen Float64,
    waste_fen      Float64,
    waste_now_fen  Float64,
    reason_zh      String,
    reason_en      String,
    notes_zh       String COMMENT 'rules that could not all be kept; empty: none',
    notes_en       String,
    digest         String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY store_id;
