-- Communities and stores: taste (community_affinity of 0004), prices, hours, cohorts, repurchase, who stays away, the private-domain
-- pool, the catchment and where the next campaign pays. as_of is the business day whose close is the data cut-off.
-- Rules of all these tables: nothing about one user; no row for a community with fewer than 20 people; a total of which a part is not
-- shown leaves that part out unless it is of two communities and 20 people at least; sensitive categories only in community_affinity.
-- low and high are 95 % intervals. A user of two communities counts in both.

-- What a category's buyers pay: share of units and spend per band of the category's unit prices. The bands part the chain's units of
-- the window into quarters by the price paid, units of one price together; so a band may hold more or less, or nothing and have no row.
CREATE TABLE IF NOT EXISTS community_price_band
(
    as_of             Date,
    community_id      LowCardinality(String),
    category          LowCardinality(String) COMMENT 'empty: all categories that are not sensitive, each line in the band of its own',
    band              UInt8 COMMENT '1 the cheapest quarter of the chain to 4 the dearest',
    from_fen          Int64 COMMENT 'lowest unit price of the band in the chain; 0 for all categories',
    to_fen            Int64 COMMENT 'highest; 0 for all categories',
    buyers            UInt32 COMMENT 'of the category in this community; the sample',
    units             Float64,
    spend_fen         Int64,
    unit_share        Float64 COMMENT '0 to 1, shrunk to the chain as far as communities are alike',
    unit_low          Float64,
    unit_high         Float64,
    chain_unit_share  Float64,
    spend_share       Float64,
    spend_low         Float64,
    spend_high        Float64,
    chain_spend_share Float64
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (community_id, category, band);

-- Active hours: 7 rows per community, arrays of 24 local hours.
CREATE TABLE IF NOT EXISTS community_hour
(
    as_of        Date,
    community_id LowCardinality(String),
    weekday      UInt8 COMMENT '1 Monday to 7 Sunday',
    orders       Array(UInt32) COMMENT 'orders in the window, by local hour 0 to 23',
    clicks       Array(UInt64),
    share        Array(Float64) COMMENT 'expected share of a week''s orders in the hour; 168 values of a community add up to 1; smoothed',
    chain_share  Array(Float64),
    week_orders  UInt32 COMMENT 'orders of the community in the window, all weekdays; the sample'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (community_id, weekday);

-- Cohorts by the four weeks (from Mondays) of a user's first order; period p is days 28p to 28p+27 after that order, each user's own.
CREATE TABLE IF NOT EXISTS store_retention
(
    as_of    Date,
    store_id LowCardinality(String) COMMENT 'first order at this store, and again at it; empty: the chain, any store',
    cohort   Date COMMENT 'Monday on which the four weeks of the first orders begin',
    period   UInt16 COMMENT '0: ordered again within 28 days of the first order; then by 28 days',
    size     UInt32 COMMENT 'users of the cohort',
    exposed  UInt32 COMMENT 'of them those whose period has passed; at least 20',
    again    UInt32 COMMENT 'of these, who ordered on a later day within the period',
    share    Float64 COMMENT 'again / exposed',
    low      Float64,
    high     Float64
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, cohort, period);

-- How soon buyers buy again.
CREATE TABLE IF NOT EXISTS repurchase
(
    as_of      Date,
    scope      LowCardinality(String) COMMENT 'chain, store, community',
    scope_id   LowCardinality(String) COMMENT 'empty for the chain',
    category   LowCardinality(String) COMMENT 'empty: anything; else the same category again (chain only, no sensitive ones)',
    buyers     UInt32 COMMENT 'users behind the rates; of categories a sample of the chain''s users',
    purchases  UInt64 COMMENT 'days with a purchase at least 28 days before the cut-off',
    within_7   Float64 COMMENT 'share of them followed by another within 7 days, 0 to 1',
    low_7      Float64 COMMENT 'intervals allow for purchases of one user being alike',
    high_7     Float64,
    within_14  Float64,
    low_14     Float64,
    high_14    Float64,
    within_28  Float64,
    low_28     Float64,
    high_28    Float64,
    quarter_by Float64 COMMENT 'days after which a quarter have bought again (Kaplan and Meier); 0: not reached or too few',
    half_by    Float64 COMMENT 'the median time to repurchase, days; 0: not reached or too few'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (scope, scope_id, category);

-- Regular buyers who were expected in the last 28 days and did not come, and what had happened to them in the weeks before. Expected
-- is who, 28 days ago, had ordered on three days or more in the 13 weeks before, at least every 14 days on average, the last time
-- not longer ago than twice the own mean gap.
CREATE TABLE IF NOT EXISTS store_churn
(
    as_of           Date,
    store_id        LowCardinality(String) COMMENT 'where the user usually bought; empty: the chain',
    event           LowCardinality(String) COMMENT 'all, refund, sold_out, price_rise, sharer_quiet, moved_store',
    users           UInt32 COMMENT 'expected users to whom the event had happened; at least 20',
    missing         UInt32 COMMENT 'of them those who ordered nowhere in the 28 days',
    share           Float64 COMMENT 'missing / users',
    comparable      Float64 COMMENT 'share missing of comparable users without the event: same store, rhythm and days since the last order; for all: share of the chain',
    excess          Float64 COMMENT 'difference in the share that is missing, event less comparable, 0.05 = five in a hundred more; association, not proof of a cause',
    low             Float64,
    high            Float64,
    excess_users    Float64 COMMENT 'excess * users',
    comparable_users UInt32 COMMENT 'users without the event behind the comparison',
    text_zh         String,
    text_en         String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, event);

-- The private-domain pool: everybody with a click, order or share in the last 180 days is in one state.
CREATE TABLE IF NOT EXISTS community_pool
(
    as_of            Date,
    community_id     LowCardinality(String) COMMENT 'of the user''s latest order, else latest click or share; empty: all of the store',
    store_id         LowCardinality(String) COMMENT 'store that serves the community',
    households       UInt32 COMMENT '0: unknown',
    members          UInt32 COMMENT 'sum of the four states',
    active           UInt32 COMMENT 'ordered within 28 days',
    reachable        UInt32 COMMENT 'no order within 28 days, but clicked or shared within 28 days',
    dormant          UInt32 COMMENT 'nothing within 28 days, something within 90',
    lost             UInt32 COMMENT 'nothing within 90 days, something within 180',
    members_before   UInt32 COMMENT 'the same four weeks ago',
    active_before    UInt32,
    reachable_before UInt32,
    dormant_before   UInt32,
    lost_before      UInt32
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id);

CREATE TABLE IF NOT EXISTS community_pool_flow
(
    as_of        Date,
    community_id LowCardinality(String),
    store_id     LowCardinality(String),
    from_state   LowCardinality(String) COMMENT 'four weeks ago: active, reachable, dormant, lost, or new: not seen in the 152 days before',
    to_state     LowCardinality(String) COMMENT 'now',
    members      UInt32
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id, from_state, to_state);

-- The catchment of a store: communities within a great-circle distance, from the coordinates of the master data.
CREATE TABLE IF NOT EXISTS store_catchment
(
    as_of             Date,
    store_id          LowCardinality(String),
    radius_km         Float64 COMMENT '3 or 5',
    located           UInt8 COMMENT '0: the store has no coordinates, so nothing is known of its catchment',
    communities       UInt32 COMMENT 'within the radius',
    households        UInt64 COMMENT 'in them; communities of unknown households count 0',
    shared_households Float64 COMMENT 'the same, households that several stores could serve divided by the inverse square of the distance',
    reached           UInt32 COMMENT 'households with a buyer at this store in the last 90 days, counted as buyers, at most the households',
    share             Float64 COMMENT 'reached / shared_households, at most 1; 0 where no households are known',
    low               Float64,
    high              Float64,
    unlocated         UInt32 COMMENT 'communities that the store serves and that have no coordinates: not in the figures',
    uncounted         UInt32 COMMENT 'communities within the radius of unknown households',
    beyond            UInt32 COMMENT 'communities that the store serves and that lie outside of the radius'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, radius_km);

-- How many households of a community buy, next to comparable communities, and what a campaign there may bring.
CREATE TABLE IF NOT EXISTS community_target
(
    as_of           Date,
    community_id    LowCardinality(String),
    store_id        LowCardinality(String),
    rank            UInt16 COMMENT 'within the store, 1 is worth the next campaign most; 0: not ranked, see note',
    chain_rank      UInt32 COMMENT 'within the chain; 0: not ranked',
    distance_km     Float64 COMMENT 'to its store; -1: unknown',
    households      UInt32,
    buyers          UInt32 COMMENT 'distinct buyers of the last 90 days',
    new_buyers      UInt32 COMMENT 'first order ever within the last 28 days',
    penetration     Float64 COMMENT 'buyers / households, shrunk towards comparable communities, 0 to 1',
    low             Float64,
    high            Float64,
    comparable      Float64 COMMENT 'expected of a community of that distance, size and age of its store',
    expected_new    Float64 COMMENT 'new buyers of the next 28 days, from the pace of the last 28, shrunk',
    expected_low    Float64,
    expected_high   Float64,
    margin_fen      Float64 COMMENT 'margin that a new buyer of this community brings in the first 28 days, shrunk to the chain; cost must be known',
    margin_low      Float64,
    margin_high     Float64,
    value_fen       Float64 COMMENT 'expected_new * margin_fen',
    value_low       Float64,
    value_high      Float64,
    note            LowCardinality(String) COMMENT 'empty, or why not ranked: no_households, few_people, no_margin; or caveats: no_coordinates, more_buyers_than_households',
    reason_zh       String,
    reason_en       String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, rank, community_id);

-- What there is to say about a community, the most certain and striking first, in a sentence with its base.
CREATE TABLE IF NOT EXISTS community_insight
(
    as_of        Date,
    community_id LowCardinality(String),
    store_id     LowCardinality(String),
    rank         UInt16,
    topic        LowCardinality(String) COMMENT 'affinity, price, hour, repurchase, pool',
    subject      String COMMENT 'the category, the weekday and hour',
    value        Float64 COMMENT 'ratio to the chain, 1 = the same; pool: ratio to four weeks ago',
    low          Float64,
    high         Float64,
    base         UInt32 COMMENT 'people or orders behind it',
    text_zh      String,
    text_en      String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (community_id, rank);
