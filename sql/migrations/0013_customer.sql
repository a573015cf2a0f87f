-- users: value, purchase rhythm, habits
-- Beside user_profile, which holds those who bought in the window of 90 days, user_value holds everybody who bought within two years.
-- A visit is a day with at least one order that was paid and kept. Who opted out of personalisation is in neither. Nothing here is read
-- by anything that sets a price, and no category that is marked as sensitive is named or counted.

CREATE TABLE IF NOT EXISTS user_value
(
    as_of                 Date COMMENT 'business day whose close is the data cut-off',
    user_id               String,
    community_id          LowCardinality(String) COMMENT 'of the latest order',
    store_id              LowCardinality(String) COMMENT 'of the latest order',
    first_day             Date COMMENT 'first visit; visits more than two years ago are not looked at',
    last_day              Date COMMENT 'last visit',
    tenure_days           UInt16 COMMENT 'days since the first visit',
    visits                UInt32 COMMENT 'days with an order',
    orders                UInt32,
    spend_fen             Int64,
    gap_median            Float64 COMMENT 'days between visits; 0 with one visit only',
    gap_mean              Float64 COMMENT 'days between visits; 0 with one visit only',
    usual_gap             Float64 COMMENT 'days between visits while a customer, shrunk to the chain; 0 where nobody bought twice',
    overdue               Float64 COMMENT 'days since the last visit over usual_gap: 1 is as usual, 3 is three times as long',
    pause_chance          Float64 COMMENT 'chance that a customer who has not left pauses so long, 0 to 1',
    p_alive               Float64 COMMENT 'chance that the user is still a customer, 0 to 1 (model in customer_model)',
    p_buys_28             Float64 COMMENT 'chance of at least one visit in the next 28 days, 0 to 1',
    expected_visits_28    Float64 COMMENT 'in the next 28 days',
    expected_orders_28    Float64 COMMENT 'in the next 28 days',
    visit_value_fen       Int64 COMMENT 'expected spend of a visit, shrunk to the chain',
    expected_value_90_fen Int64 COMMENT 'expected spend of the next 90 days',
    lifetime_364_fen      Int64 COMMENT 'expected spend of the next 364 days, discounted by 10 % a year',
    promo_share           Float64 COMMENT 'share of spend in campaigns or at a discount, shrunk to the chain, 0 to 1',
    promo_low             Float64 COMMENT '95 % interval',
    promo_high            Float64,
    promo_index           Float64 COMMENT 'promo_share, chain = 100',
    shares_made           UInt32 COMMENT 'in 90 days',
    share_clicks          UInt32 COMMENT 'clicks on them in 90 days',
    share_orders          UInt32 COMMENT 'orders of others through them in 90 days, last touch',
    came_by_share         Float64 COMMENT 'share of the visits that came through a shared link, one''s own included, 0 to 1',
    click_days_28         UInt8 COMMENT 'days with a click in the last 28',
    last_seen_days        UInt16 COMMENT 'days since the last click or visit',
    reachable             UInt8 COMMENT '1: a click or a visit in the last 28 days',
    trend                 LowCardinality(String) COMMENT 'rising, falling: chance alone makes so large a difference in fewer than 5 of 100 cases; steady: surely between half and twice; unclear: too few visits to tell; too_new: first visit less than 12 weeks ago',
    trend_ratio           Float64 COMMENT 'visits per day of the last 8 weeks over those of the time before, 1 = same; at most 100',
    trend_low             Float64 COMMENT '95 % interval',
    trend_high            Float64,
    trend_p               Float64 COMMENT 'chance that nothing but chance makes so large a difference, 0 to 1',
    trend_recent          UInt16 COMMENT 'visits of the last 8 weeks, the first ever not counted',
    trend_before          UInt16 COMMENT 'visits of the time before',
    trend_before_days     UInt16 COMMENT 'days of the time before, at most 112',
    period_orders         Array(UInt16) COMMENT 'per 28 days, the last entry ends with as_of, the first holds the first visit; at most 13',
    period_spend_fen      Array(Int64) COMMENT 'the same periods',
    period_categories     Array(UInt8) COMMENT 'the same periods: categories bought, sensitive ones left out',
    top_categories        Array(String) COMMENT 'at most three of the last 364 days, by spend; never a sensitive one',
    top_category_share    Array(Float32) COMMENT 'of what was spent on categories that are not sensitive'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, community_id, user_id);

-- What was learned from all users of a night: the models behind user_value.
CREATE TABLE IF NOT EXISTS customer_model
(
    as_of           Date,
    users           UInt64 COMMENT 'who bought within two years and did not opt out',
    returned        UInt64 COMMENT 'of them with a second visit',
    model           LowCardinality(String) COMMENT 'BG/NBD or MBG/NBD, whichever is likelier; none: nobody came twice, p_alive is 1 and nothing is expected',
    r               Float64 COMMENT 'shape of the visits per day, time in days',
    alpha           Float64,
    a               Float64 COMMENT 'the chance to leave after a visit is Beta(a, b)',
    b               Float64,
    log_likelihood  Float64,
    p               Float64 COMMENT 'Gamma-Gamma, fen per visit; 0: no visit had a value',
    q               Float64,
    v               Float64,
    prior           UInt8 COMMENT '1: few users, a weak prior took part',
    visit_value_fen Int64 COMMENT 'of a user of whom nothing is known',
    promo_share     Float64 COMMENT 'of all users, 0 to 1',
    orders_per_visit Float64
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY as_of;

-- What user_value said 28 days earlier against what came, by tenths of the users from the least expected to the most. The simple rule
-- beside it: everybody visits on at the rate since the first visit.
CREATE TABLE IF NOT EXISTS user_value_score
(
    day              Date COMMENT 'last of the 28 days',
    as_of            Date COMMENT 'of what was said',
    tenth            UInt8 COMMENT '1 to 10',
    users            UInt64,
    expected_visits  Float64 COMMENT 'sum over the users',
    naive_visits     Float64 COMMENT 'the same, of the simple rule',
    visits           UInt64 COMMENT 'what came',
    missed           Float64 COMMENT 'sum of |expected - came|',
    naive_missed     Float64,
    expected_buyers  Float64 COMMENT 'sum of p_buys_28',
    buyers           UInt64 COMMENT 'users who came'
)
ENGINE = MergeTree
PARTITION BY day
ORDER BY tenth;
