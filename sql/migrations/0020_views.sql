-- Keys of the JSON API, and semantic views: what BI tools, Grafana and the API read. A view has the names that people use, its own
-- comment and one for each column (system.tables, system.columns). Money is in fen, shares run from 0 to 1. Texts are LowCardinality: of a
-- plain String of a view libchdb 26.7 turns x = '' into x.size = 0, which it then cannot find.

-- A key opens what its account may see, no more. Only a hash is kept: the key is shown once, when it is made.
CREATE TABLE IF NOT EXISTS api_key
(
    key_id     String COMMENT 'first part of the key, not secret',
    login      String COMMENT 'account whose role and stores it has',
    note       String COMMENT 'what it is for',
    hash       String COMMENT 'SHA-256 of the whole key, hex; a key is random, so it needs no salt',
    created_at DateTime64(3, 'UTC'),
    expires_at DateTime64(3, 'UTC') COMMENT '1970-01-01: never',
    revoked    UInt8 COMMENT '1: opens nothing any more',
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY key_id;

CREATE OR REPLACE VIEW v_store
(
    `store_id` LowCardinality(String) COMMENT 'store',
    `store` LowCardinality(String) COMMENT 'name',
    `city` LowCardinality(String) COMMENT 'city',
    `timezone` LowCardinality(String) COMMENT 'time zone of the business day',
    `opened_on` Date COMMENT 'first day',
    `owner` LowCardinality(String) COMMENT 'name of the owner as shown on pages',
    `cutoff_hour` UInt8 COMMENT 'local hour at which presale for the next day closes',
    `communities` UInt64 COMMENT 'communities that it serves',
    `households` UInt64 COMMENT 'households in them'
)
AS
SELECT f.store_id AS store_id, f.name AS store, f.city AS city, f.timezone AS timezone, f.opened_on AS opened_on, f.owner AS owner, f.cutoff_hour AS cutoff_hour,
       toUInt64(c.communities) AS communities, toUInt64(c.households) AS households
FROM (SELECT * FROM store FINAL) AS f
LEFT JOIN (SELECT store_id, count() AS communities, sum(households) AS households FROM community FINAL GROUP BY store_id) AS c ON c.store_id = f.store_id
COMMENT 'Stores of the chain, one row each';

CREATE OR REPLACE VIEW v_sales_day
(
    `day` Date COMMENT 'business day, the stores'' local day',
    `stores` UInt64 COMMENT 'stores with figures',
    `orders` UInt64 COMMENT 'orders with at least one sold line',
    `buyer_days` UInt64 COMMENT 'buyers of each store and day, added up; somebody who buys on two days counts twice',
    `new_buyers` UInt64 COMMENT 'buyers whose first order ever it is',
    `repeat_buyers` UInt64 COMMENT 'buyers who had bought on an earlier day',
    `units` Float64 COMMENT 'units of sold lines',
    `gmv_fen` Int64 COMMENT 'sold lines: paid for and neither cancelled nor refunded, fen',
    `cost_fen` Int64 COMMENT 'at catalogue cost, fen; lines of unknown cost count 0',
    `refunded_fen` Int64 COMMENT 'refunded lines, fen',
    `after_sale_orders` UInt64 COMMENT 'orders with a refunded line',
    `waste_fen` Int64 COMMENT 'cost of goods thrown away, fen',
    `active_products` UInt64 COMMENT 'products with at least one sold unit, of each store added up',
    `stockout_rate` Float64 COMMENT 'share of the selling hours (6 to 22) out of stock, weighted by active products, 0 to 1; 0 without any'
)
AS
SELECT f.business_day AS day, uniqExact(f.store_id) AS stores, toUInt64(sum(f.orders)) AS orders, toUInt64(sum(f.buyers)) AS buyer_days, toUInt64(sum(f.new_buyers)) AS new_buyers,
       toUInt64(sum(f.repeat_buyers)) AS repeat_buyers, sum(f.units) AS units, sum(f.amount) AS gmv_fen, sum(f.cost) AS cost_fen, sum(f.refunded_amount) AS refunded_fen,
       toUInt64(sum(f.after_sale_orders)) AS after_sale_orders, sum(f.waste_cost) AS waste_fen, toUInt64(sum(f.active_products)) AS active_products,
       if(sum(f.active_products) = 0, 0., sum(f.stockout_rate * f.active_products) / sum(f.active_products)) AS stockout_rate
FROM fact_store AS f
GROUP BY day
COMMENT 'The chain by day: one row per business day';

CREATE OR REPLACE VIEW v_store_day
(
    `day` Date COMMENT 'business day, the stores'' local day',
    `store_id` LowCardinality(String) COMMENT 'store',
    `store` LowCardinality(String) COMMENT 'name of the store',
    `city` LowCardinality(String) COMMENT 'city of the store',
    `orders` UInt64 COMMENT 'orders with at least one sold line',
    `buyer_days` UInt64 COMMENT 'buyers of each store and day, added up; somebody who buys on two days counts twice',
    `new_buyers` UInt64 COMMENT 'buyers whose first order ever it is',
    `repeat_buyers` UInt64 COMMENT 'buyers who had bought on an earlier day',
    `units` Float64 COMMENT 'units of sold lines',
    `gmv_fen` Int64 COMMENT 'sold lines: paid for and neither cancelled nor refunded, fen',
    `cost_fen` Int64 COMMENT 'at catalogue cost, fen; lines of unknown cost count 0',
    `refunded_fen` Int64 COMMENT 'refunded lines, fen',
    `after_sale_orders` UInt64 COMMENT 'orders with a refunded line',
    `waste_fen` Int64 COMMENT 'cost of goods thrown away, fen',
    `active_products` UInt64 COMMENT 'products with at least one sold unit, of each store added up',
    `stockout_rate` Float64 COMMENT 'share of the selling hours (6 to 22) out of stock, weighted by active products, 0 to 1; 0 without any'
)
AS
SELECT f.business_day AS day, f.store_id AS store_id, any(s.name) AS store, any(s.city) AS city, toUInt64(sum(f.orders)) AS orders, toUInt64(sum(f.buyers)) AS buyer_days, toUInt64(sum(f.new_buyers)) AS new_buyers,
       toUInt64(sum(f.repeat_buyers)) AS repeat_buyers, sum(f.units) AS units, sum(f.amount) AS gmv_fen, sum(f.cost) AS cost_fen, sum(f.refunded_amount) AS refunded_fen,
       toUInt64(sum(f.after_sale_orders)) AS after_sale_orders, sum(f.waste_cost) AS waste_fen, toUInt64(sum(f.active_products)) AS active_products,
       if(sum(f.active_products) = 0, 0., sum(f.stockout_rate * f.active_products) / sum(f.active_products)) AS stockout_rate
FROM fact_store AS f
LEFT JOIN (SELECT store_id, name, city FROM store FINAL) AS s ON s.store_id = f.store_id
GROUP BY day, store_id
COMMENT 'Stores by day: one row per store and business day';

CREATE OR REPLACE VIEW v_product_day
(
    `day` Date COMMENT 'day on which the goods are handed out',
    `store_id` LowCardinality(String) COMMENT 'store',
    `product_id` LowCardinality(String) COMMENT 'product',
    `product` LowCardinality(String) COMMENT 'its Chinese name',
    `product_en` LowCardinality(String) COMMENT 'its English name',
    `category` LowCardinality(String) COMMENT 'its category',
    `units` Float64 COMMENT 'units',
    `buyers` UInt64 COMMENT 'buyers of the day at the store',
    `orders` UInt64 COMMENT 'orders with it',
    `gmv_fen` Int64 COMMENT 'sales, fen',
    `cost_fen` Int64 COMMENT 'at catalogue cost, fen; 0 is unknown',
    `promoted` UInt8 COMMENT '1: sold in a campaign or below list value',
    `stockout` Float64 COMMENT 'share of the selling hours sold out, 0 to 1',
    `waste_units` Float64 COMMENT 'units thrown away',
    `waste_fen` Int64 COMMENT 'their cost, fen'
)
AS
SELECT f.business_day AS day, f.store_id AS store_id, f.product_id AS product_id, p.name AS product, p.name_en AS product_en, f.category AS category,
       f.quantity AS units, toUInt64(f.buyers) AS buyers, toUInt64(f.orders) AS orders, f.amount AS gmv_fen, f.cost AS cost_fen, f.promoted AS promoted,
       f.stockout AS stockout, f.waste AS waste_units, f.waste_cost AS waste_fen
FROM fact_demand AS f
LEFT JOIN (SELECT product_id, name, name_en FROM product FINAL) AS p ON p.product_id = f.product_id
COMMENT 'Products by store and day: what was handed out on the day (presale counts on the day of pickup), imported history included';

CREATE OR REPLACE VIEW v_category_day
(
    `day` Date COMMENT 'day on which the goods are handed out',
    `store_id` LowCardinality(String) COMMENT 'store',
    `category` LowCardinality(String) COMMENT 'category',
    `products` UInt64 COMMENT 'products with a sold unit',
    `units` Float64 COMMENT 'units',
    `gmv_fen` Int64 COMMENT 'sales, fen',
    `cost_fen` Int64 COMMENT 'at catalogue cost, fen',
    `stockout` Float64 COMMENT 'mean share of the selling hours sold out, 0 to 1',
    `waste_fen` Int64 COMMENT 'cost of goods thrown away, fen'
)
AS
SELECT f.business_day AS day, f.store_id AS store_id, f.category AS category, countIf(f.quantity > 0) AS products, sum(f.quantity) AS units, sum(f.amount) AS gmv_fen,
       sum(f.cost) AS cost_fen, avg(f.stockout) AS stockout, sum(f.waste_cost) AS waste_fen
FROM fact_demand AS f
GROUP BY day, store_id, category
COMMENT 'Categories by store and day, added up from v_product_day';

CREATE OR REPLACE VIEW v_share_day
(
    `day` Date COMMENT 'business day, the stores'' local day',
    `store_id` LowCardinality(String) COMMENT 'store',
    `channel` LowCardinality(String) COMMENT 'wechat_group, moments, direct, poster',
    `shares` UInt64 COMMENT 'shares made',
    `visitors` UInt64 COMMENT 'people who opened a share',
    `buyers` UInt64 COMMENT 'of them who bought that day',
    `new_buyers` UInt64 COMMENT 'buyers whose first order it is',
    `orders` UInt64 COMMENT 'orders',
    `gmv_fen` Int64 COMMENT 'sales, fen'
)
AS
SELECT f.business_day AS day, f.store_id AS store_id, f.channel AS channel, toUInt64(sum(f.shares)) AS shares, toUInt64(sum(f.visitors)) AS visitors,
       toUInt64(sum(f.buyers)) AS buyers, toUInt64(sum(f.new_buyers)) AS new_buyers, toUInt64(sum(f.orders)) AS orders, sum(f.amount) AS gmv_fen
FROM fact_share AS f
GROUP BY day, store_id, channel
COMMENT 'What shares brought, by store, channel and day: last touch, the sharer''s own orders excluded';

CREATE OR REPLACE VIEW v_funnel_day
(
    `day` Date COMMENT 'business day, the stores'' local day',
    `store_id` LowCardinality(String) COMMENT 'store',
    `impressions` UInt64 COMMENT 'times a product was shown',
    `views` UInt64 COMMENT 'times one was opened',
    `carts` UInt64 COMMENT 'times one was put into the basket',
    `orders` UInt64 COMMENT 'orders placed, whatever became of them',
    `sold_orders` UInt64 COMMENT 'orders with at least one sold line',
    `picked_up_orders` UInt64 COMMENT 'orders with a line that was picked up'
)
AS
SELECT day, store_id, sum(impressions) AS impressions, sum(views) AS views, sum(carts) AS carts, sum(orders) AS orders, sum(sold_orders) AS sold_orders, sum(picked_up_orders) AS picked_up_orders
FROM
(
    SELECT c.business_day AS day, c.store_id AS store_id, sumIf(c.clicks, c.action = 'impression') AS impressions, sumIf(c.clicks, c.action = 'view') AS views,
           sumIf(c.clicks, c.action = 'add_to_cart') AS carts, 0 AS orders, 0 AS sold_orders, 0 AS picked_up_orders
    FROM fact_click AS c
    GROUP BY day, store_id
    UNION ALL
    SELECT l.business_day AS day, l.store_id AS store_id, 0, 0, 0, uniqExact(l.order_id), uniqExactIf(l.order_id, l.sold = 1), uniqExactIf(l.order_id, l.status = 'picked_up')
    FROM fact_order_line AS l
    GROUP BY day, store_id
)
GROUP BY day, store_id
COMMENT 'From impression to pickup by store and day; steps are events and orders, not people';

CREATE OR REPLACE VIEW v_hour
(
    `day` Date COMMENT 'business day, the stores'' local day',
    `store_id` LowCardinality(String) COMMENT 'store',
    `weekday` UInt8 COMMENT '1 Monday to 7 Sunday',
    `hour` UInt8 COMMENT 'local hour, 0 to 23',
    `orders` UInt64 COMMENT 'orders with a sold line'
)
AS
SELECT l.business_day AS day, l.store_id AS store_id, toUInt8(toDayOfWeek(l.business_day)) AS weekday, l.hour AS hour, uniqExact(l.order_id) AS orders
FROM fact_order_line AS l
WHERE l.sold = 1
GROUP BY day, store_id, weekday, hour
COMMENT 'Sold orders by store, day and local hour of the order';

CREATE OR REPLACE VIEW v_forecast_accuracy
(
    `day` Date COMMENT 'day forecast',
    `store_id` LowCardinality(String) COMMENT 'store',
    `category` LowCardinality(String) COMMENT 'category',
    `horizon` UInt8 COMMENT 'days ahead, from 1',
    `scored` UInt64 COMMENT 'forecasts scored; sold-out ones are not',
    `sold_out` UInt64 COMMENT 'left out because sold out',
    `actual` Float64 COMMENT 'units sold',
    `missed` Float64 COMMENT 'sum of absolute errors, units',
    `naive_missed` Float64 COMMENT 'the same of repeating last week''s day',
    `bias` Float64 COMMENT 'sum of mean forecast less sales, units',
    `in_90` UInt64 COMMENT 'forecasts whose range of 90 % held the sales'
)
AS
SELECT f.day AS day, f.store_id AS store_id, f.category AS category, f.horizon AS horizon, f.days AS scored, f.sold_out AS sold_out, f.actual AS actual, f.missed AS missed,
       f.naive_missed AS naive_missed, f.bias AS bias, f.in90 AS in_90
FROM forecast_accuracy AS f
COMMENT 'Forecasts against what was sold: WAPE = missed / actual, bias = bias / actual, repeating last week = naive_missed / actual';

CREATE OR REPLACE VIEW v_forecast_alarm
(
    `day` Date COMMENT 'last of the seven days',
    `store_id` LowCardinality(String) COMMENT 'store',
    `wape` Float64 COMMENT 'error, share of sales',
    `naive_wape` Float64 COMMENT 'error of repeating last week',
    `forecasts` UInt64 COMMENT 'forecasts compared',
    `text_zh` String COMMENT 'in Chinese',
    `text_en` String COMMENT 'in English'
)
AS
SELECT f.day AS day, f.store_id AS store_id, f.wape AS wape, f.naive_wape AS naive_wape, f.series AS forecasts, f.text_zh AS text_zh, f.text_en AS text_en
FROM forecast_alarm AS f
COMMENT 'Stores whose one-day-ahead forecast did worse than repeating last week';

CREATE OR REPLACE VIEW v_recommendation
(
    `day` Date COMMENT 'data cut-off: advice is for the days after it',
    `store_id` LowCardinality(String) COMMENT 'store',
    `rank` UInt16 COMMENT 'within store and action',
    `product_id` LowCardinality(String) COMMENT 'product',
    `product` LowCardinality(String) COMMENT 'its Chinese name',
    `product_en` LowCardinality(String) COMMENT 'its English name',
    `category` LowCardinality(String) COMMENT 'its category',
    `action` LowCardinality(String) COMMENT 'add, keep, drop, test',
    `expected_units` Float64 COMMENT 'next 7 days',
    `low` Float64 COMMENT '80 % interval',
    `high` Float64 COMMENT '80 % interval',
    `expected_margin_fen` Float64 COMMENT 'of the next 7 days, fen',
    `evidence` UInt64 COMMENT 'orders behind it',
    `reason_zh` String COMMENT 'why, in Chinese',
    `reason_en` String COMMENT 'why, in English'
)
AS
SELECT f.as_of AS day, f.store_id AS store_id, f.rank AS rank, f.product_id AS product_id, p.name AS product, p.name_en AS product_en, p.category AS category, f.action AS action,
       f.expected_units AS expected_units, f.low AS low, f.high AS high, f.score AS expected_margin_fen, toUInt64(f.evidence) AS evidence, f.reason_zh AS reason_zh, f.reason_en AS reason_en
FROM recommendation AS f
LEFT JOIN (SELECT product_id, name, name_en, category FROM product FINAL) AS p ON p.product_id = f.product_id
COMMENT 'Range advice: what each store should add, keep, drop or test';

CREATE OR REPLACE VIEW v_order_sheet
(
    `day` Date COMMENT 'day on which to order',
    `store_id` LowCardinality(String) COMMENT 'store',
    `product_id` LowCardinality(String) COMMENT 'product',
    `product` LowCardinality(String) COMMENT 'its Chinese name',
    `product_en` LowCardinality(String) COMMENT 'its English name',
    `supplier` LowCardinality(String) COMMENT 'who delivers',
    `serves_from` Date COMMENT 'first day that the delivery serves',
    `quantity` Float64 COMMENT 'units to order',
    `packs` UInt64 COMMENT 'packs of pack_size units',
    `pack_size` Float64 COMMENT 'units',
    `expected_units` Float64 COMMENT 'demand of the period covered',
    `low` Float64 COMMENT '80 % interval',
    `high` Float64 COMMENT '80 % interval',
    `booked` Float64 COMMENT 'presale already ordered',
    `on_hand` Float64 COMMENT 'in stock',
    `on_order` Float64 COMMENT 'under way',
    `stake_fen` Int64 COMMENT 'money at stake, fen',
    `reason_zh` String COMMENT 'why, in Chinese',
    `reason_en` String COMMENT 'why, in English'
)
AS
SELECT f.as_of AS day, f.store_id AS store_id, f.product_id AS product_id, p.name AS product, p.name_en AS product_en, p.supplier AS supplier, f.day AS serves_from, f.quantity AS quantity,
       toUInt64(f.packs) AS packs, f.pack_size AS pack_size, f.expected AS expected_units, f.low AS low, f.high AS high, f.booked AS booked, f.on_hand AS on_hand, f.on_order AS on_order,
       f.stake_fen AS stake_fen, f.reason_zh AS reason_zh, f.reason_en AS reason_en
FROM order_sheet AS f
LEFT JOIN (SELECT product_id, name, name_en, supplier FROM product FINAL) AS p ON p.product_id = f.product_id
COMMENT 'Order sheets: what each store should order on the day, before its cutoff';

CREATE OR REPLACE VIEW v_advice
(
    `day` Date COMMENT 'last day of the 28',
    `store_id` LowCardinality(String) COMMENT 'store',
    `kind` LowCardinality(String) COMMENT 'range, range_add, range_drop, range_test, push, campaign, repurchase, winback, newcomers, clearance, reward',
    `advised` UInt64 COMMENT 'pieces of advice',
    `followed` UInt64 COMMENT 'of them done',
    `hits` UInt64 COMMENT 'better than the baseline',
    `misses` UInt64 COMMENT 'not better',
    `voids` UInt64 COMMENT 'cannot be judged',
    `hit_rate` Float64 COMMENT 'hits / (hits + misses), 0 to 1; 0 without any',
    `low` Float64 COMMENT '95 % interval',
    `high` Float64 COMMENT '95 % interval',
    `gain` Float64 COMMENT 'against the baseline, in gain_unit',
    `gain_unit` LowCardinality(String) COMMENT 'fen, share, people'
)
AS
SELECT f.day AS day, f.store_id AS store_id, f.kind AS kind, toUInt64(f.advised) AS advised, toUInt64(f.followed) AS followed, toUInt64(f.hits) AS hits, toUInt64(f.misses) AS misses,
       toUInt64(f.voids) AS voids, f.hit_rate AS hit_rate, f.low AS low, f.high AS high, f.gain AS gain, f.gain_unit AS gain_unit
FROM suggestion_summary AS f
COMMENT 'What advice was worth over the 28 days that end with day, by kind; of a store, or of the chain (store_id empty)';

CREATE OR REPLACE VIEW v_leader
(
    `day` Date COMMENT 'last day of the window',
    `store_id` LowCardinality(String) COMMENT 'store',
    `community_id` LowCardinality(String) COMMENT 'community',
    `user_id` String COMMENT 'pseudonym of the sharer',
    `rank` UInt64 COMMENT 'in the community, by incremental',
    `rank_low` UInt64 COMMENT 'best place that is likely (90 %)',
    `rank_high` UInt64 COMMENT 'last place that is likely (90 %)',
    `shares` UInt64 COMMENT 'shares made',
    `visitors` UInt64 COMMENT 'people who opened one',
    `orders` UInt64 COMMENT 'purchases by last touch',
    `gmv_fen` Int64 COMMENT 'of these, fen',
    `new_buyers` UInt64 COMMENT 'whose first purchase it is',
    `refunded_orders` UInt64 COMMENT 'orders with a refunded line',
    `shapley` Float64 COMMENT 'purchases, shared among all whose shares the buyer opened',
    `incremental` Float64 COMMENT 'purchases that would not have been without the shares',
    `low` Float64 COMMENT '90 % interval',
    `high` Float64 COMMENT '90 % interval',
    `margin_fen` Int64 COMMENT 'of the incremental purchases, fen'
)
AS
SELECT f.as_of AS day, f.store_id AS store_id, f.community_id AS community_id, f.user_id AS user_id, toUInt64(f.rank) AS rank, toUInt64(f.rank_low) AS rank_low, toUInt64(f.rank_high) AS rank_high,
       toUInt64(f.shares) AS shares, toUInt64(f.visitors) AS visitors, toUInt64(f.orders) AS orders, f.amount AS gmv_fen, toUInt64(f.new_buyers) AS new_buyers, toUInt64(f.refunded_orders) AS refunded_orders,
       f.shapley AS shapley, f.incremental AS incremental, f.incremental_low AS low, f.incremental_high AS high, f.margin AS margin_fen
FROM leader_score AS f
WHERE f.user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
COMMENT 'Sharers by what their shares brought beyond what would have come anyway; who opted out of personalisation is left out';

CREATE OR REPLACE VIEW v_viral
(
    `day` Date COMMENT 'last day of the window',
    `store_id` LowCardinality(String) COMMENT 'store',
    `community_id` LowCardinality(String) COMMENT 'empty: all of the store',
    `sharers` UInt64 COMMENT 'people who shared',
    `shares` UInt64 COMMENT 'shares',
    `invitations` Float64 COMMENT 'people who opened a share, per sharer',
    `conversion` Float64 COMMENT 'part of these who bought for the first time, 0 to 1',
    `k` Float64 COMMENT 'viral coefficient: new buyers per sharer',
    `low` Float64 COMMENT '90 % interval',
    `high` Float64 COMMENT '90 % interval',
    `cycle_hours` Float64 COMMENT 'median hours from a share to one that descends from it; NaN without any'
)
AS
SELECT f.as_of AS day, f.store_id AS store_id, f.community_id AS community_id, f.sharers AS sharers, f.shares AS shares, f.invitations AS invitations, f.conversion AS conversion, f.k AS k,
       f.k_low AS low, f.k_high AS high, f.cycle_hours AS cycle_hours
FROM leader_viral AS f
COMMENT 'How far shares carry: of the chain (store_id empty), a store or a community';

CREATE OR REPLACE VIEW v_repurchase
(
    `day` Date COMMENT 'data cut-off',
    `store_id` LowCardinality(String) COMMENT 'store',
    `buyers` UInt64 COMMENT 'people behind the rates',
    `purchases` UInt64 COMMENT 'purchases at least 28 days old',
    `within_7` Float64 COMMENT 'share followed by another within 7 days, 0 to 1',
    `within_14` Float64 COMMENT 'within 14 days',
    `within_28` Float64 COMMENT 'within 28 days',
    `low_28` Float64 COMMENT '95 % interval',
    `high_28` Float64 COMMENT '95 % interval',
    `half_by_days` Float64 COMMENT 'median time to repurchase, days; 0: not reached or too few'
)
AS
SELECT f.as_of AS day, if(f.scope = 'store', f.scope_id, '') AS store_id, toUInt64(f.buyers) AS buyers, f.purchases AS purchases, f.within_7 AS within_7, f.within_14 AS within_14,
       f.within_28 AS within_28, f.low_28 AS low_28, f.high_28 AS high_28, f.half_by AS half_by_days
FROM repurchase AS f
WHERE f.category = '' AND f.scope IN ('chain', 'store')
COMMENT 'How soon buyers buy again: of the chain (store_id empty) or a store';

CREATE OR REPLACE VIEW v_retention
(
    `day` Date COMMENT 'data cut-off',
    `store_id` LowCardinality(String) COMMENT 'store',
    `cohort` Date COMMENT 'Monday on which the four weeks begin',
    `period` UInt16 COMMENT '0: ordered again within 28 days of the first order, then by 28 days',
    `size` UInt64 COMMENT 'people of the cohort',
    `exposed` UInt64 COMMENT 'of them those whose period has passed',
    `again` UInt64 COMMENT 'of these, who ordered in the period',
    `share` Float64 COMMENT 'again / exposed, 0 to 1',
    `low` Float64 COMMENT '95 % interval',
    `high` Float64 COMMENT '95 % interval'
)
AS
SELECT f.as_of AS day, f.store_id AS store_id, f.cohort AS cohort, f.period AS period, toUInt64(f.size) AS size, toUInt64(f.exposed) AS exposed, toUInt64(f.again) AS again,
       f.share AS share, f.low AS low, f.high AS high
FROM store_retention AS f
COMMENT 'Cohorts by the four weeks of the first order: of the chain (store_id empty) or a store';
