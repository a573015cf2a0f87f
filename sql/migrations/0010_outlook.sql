-- What orders already booked say about the demand of the coming days, what forecasts and order sheets were worth, and alarms.

-- as_of is the day on whose bookings it stands: renewed every hour while that day runs, kept afterwards.
CREATE TABLE IF NOT EXISTS demand_outlook
(
    as_of      Date,
    store_id   LowCardinality(String),
    product_id LowCardinality(String),
    day        Date COMMENT 'the day on which the goods are handed out',
    booked     Float64 COMMENT 'units ordered for the day so far, and not cancelled',
    share      Float64 COMMENT 'share of a day''s demand that is usually booked by now',
    base       Float64 COMMENT 'mean of the forecast, which knows no bookings',
    mean       Float64 COMMENT 'demand of the day, booked and still to come',
    q05        Float64,
    q10        Float64,
    q25        Float64,
    q50        Float64,
    q75        Float64,
    q90        Float64,
    q95        Float64,
    open       Float64 COMMENT 'mean of what is still to come',
    open_q10   Float64,
    open_q50   Float64,
    open_q90   Float64,
    presale    Float64 COMMENT 'part of open that will be booked before the cutoff',
    counter    Float64 COMMENT 'part of open that comes after it'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, product_id, day);

-- What other quantities than the advised one would lead to, of each line of an order sheet: why 12 and not 20.
CREATE TABLE IF NOT EXISTS order_option
(
    as_of         Date,
    store_id      LowCardinality(String),
    product_id    LowCardinality(String),
    quantity      Float64 COMMENT 'units ordered, if it were so many',
    service_level Float64 COMMENT 'chance that it is enough until the next delivery',
    sold          Float64,
    missed        Float64,
    wasted        Float64 COMMENT 'of stock, goods under way and this order, whenever it spoils',
    missed_fen    Int64,
    wasted_fen    Int64,
    profit_fen    Int64,
    loss_fen      Int64 COMMENT 'more than with the quantity advised, later days included',
    advised       UInt8,
    reason_zh     String COMMENT 'why not this one',
    reason_en     String
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, product_id, quantity);

-- The forecasts for a day as sums, so that any span, store, category and horizon can be added up: WAPE = missed / actual, that of
-- last week = naive_missed / actual, bias = bias / actual, WQL = pinball / actual, coverage = in90 / days.
CREATE TABLE IF NOT EXISTS forecast_accuracy
(
    day          Date,
    store_id     LowCardinality(String),
    category     LowCardinality(String),
    horizon      UInt8,
    days         UInt64 COMMENT 'products scored; those sold out are not',
    sold_out     UInt64,
    actual       Float64,
    missed       Float64 COMMENT 'sum of |actual - q50|',
    naive_missed Float64 COMMENT 'sum of |actual - naive|',
    bias         Float64 COMMENT 'sum of mean - actual',
    pinball      Float64,
    in50         UInt64,
    in90         UInt64
)
ENGINE = MergeTree
PARTITION BY day
ORDER BY (store_id, category, horizon);

-- What an order sheet advised against what its day brought, once the day has passed.
CREATE TABLE IF NOT EXISTS sheet_score
(
    day               Date,
    as_of             Date COMMENT 'of the sheet',
    store_id          LowCardinality(String),
    product_id        LowCardinality(String),
    category          LowCardinality(String),
    advised           Float64 COMMENT 'units that would have been there: ordered, under way and left over from the days before',
    sold              Float64,
    demand            Float64 COMMENT 'sold, or where the shelf went empty what was expected, if that is more',
    stockout          Float64,
    keeps             UInt8 COMMENT '1: what is left over can be sold on the next day, so that no day''s sheet alone wastes it',
    waste_fen         Int64 COMMENT 'thrown away on the day, as booked by the store',
    missed_fen        Int64 COMMENT 'margin of the demand that found an empty shelf; an estimate',
    advised_waste_fen Int64 COMMENT 'cost of what the advice would have left over of goods that do not keep until the next day',
    advised_missed_fen Int64 COMMENT 'margin of the demand beyond the advice'
)
ENGINE = MergeTree
PARTITION BY day
ORDER BY (store_id, product_id);

-- Stores whose one-day-ahead forecast did worse than repeating last week, over the seven days that end with day.
CREATE TABLE IF NOT EXISTS forecast_alarm
(
    day        Date,
    from_day   Date,
    store_id   LowCardinality(String),
    days       UInt16 COMMENT 'days with scores within the week',
    series     UInt64 COMMENT 'forecasts compared',
    actual     Float64,
    wape       Float64,
    naive_wape Float64,
    text_zh    String,
    text_en    String
)
ENGINE = MergeTree
PARTITION BY day
ORDER BY store_id;
