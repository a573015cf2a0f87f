-- Every piece of advice that a person can follow, as it was given, and what became of it. Nobody's user_id is in any of these tables:
-- advice speaks of stores, communities, pool states and sharers as a group.

CREATE TABLE IF NOT EXISTS suggestion
(
    as_of         Date COMMENT 'business day whose close is the data cut-off',
    suggestion_id String COMMENT '16 hex digits, the same whenever the day is run again',
    subject       UInt64 COMMENT 'what it is about without the day: the same advice on another day has the same',
    kind          LowCardinality(String) COMMENT 'range (the whole range of a store), range_add, range_drop, range_test, push, campaign, repurchase, winback, newcomers, clearance, reward',
    rank          UInt16 COMMENT 'within store and kind, from 1, by what is at stake',
    store_id      LowCardinality(String),
    community_id  LowCardinality(String) COMMENT 'whom it addresses; empty: the whole store',
    category      LowCardinality(String),
    product_id    LowCardinality(String),
    start_hour    UInt8 COMMENT 'local hour to send or to start; 255: no hour belongs to it, or no window is known',
    end_hour      UInt8 COMMENT 'exclusive; past midnight below start_hour; 255 as start_hour',
    group_size    UInt16 COMMENT 'buyers needed; 0: none advised',
    audience      LowCardinality(String) COMMENT 'marketing kinds: community, buyers, dormant, sharers; else empty',
    people        UInt32 COMMENT 'how many that are; 0: not known',
    first_day     Date COMMENT 'period that it speaks of',
    last_day      Date COMMENT 'last day of it; scored when this day has closed',
    unit          LowCardinality(String) COMMENT 'of expected, low, high and baseline: units, fen, share (0 to 1), people (customers; one who comes on two days counts twice in campaign)',
    expected      Float64 COMMENT 'over the period; of kinds without a known effect what comes without doing anything: more than that is the success; range_drop: what the product would earn if it stayed',
    low           Float64 COMMENT '80 % interval of expected',
    high          Float64,
    baseline      Float64 COMMENT 'of what it is measured against, see against; range_drop: 0, known only afterwards',
    against       LowCardinality(String) COMMENT 'last_week: doing as before; place: what the place in the range earns otherwise, fen; usual_window: the chain''s window; pace: what comes without doing anything; present_range',
    stake_fen     Float64 COMMENT 'money at stake in the period, fen; push: orders more within the window, where no money is known',
    propensity    Float64 COMMENT 'chance with which it was drawn, 0 to 1; 1: not drawn',
    digest        String COMMENT 'of the figures that it rests on, 16 hex digits',
    evidence      String COMMENT 'these figures: a flat JSON object',
    text_zh       String COMMENT 'the reason',
    text_en       String,
    message_zh    String COMMENT 'marketing kinds: ready to send, {link} to be replaced; empty: none can be given, see message_note',
    message_en    String,
    template      LowCardinality(String) COMMENT 'of the message: bundled or own (message_template); empty: no message',
    message_note  String COMMENT 'why an own template was not used, or there is no message'
)
ENGINE = MergeTree
PARTITION BY as_of
ORDER BY (store_id, kind, rank, suggestion_id);

-- Texts that take the place of the bundled templates (Go text/template); one that is broken, or claims what the figures do not say, is
-- not used, and suggestion.message_note says so. An empty text goes back to the bundled one.
CREATE TABLE IF NOT EXISTS message_template
(
    name       LowCardinality(String) COMMENT 'campaign, repurchase, winback, newcomers, clearance, trial',
    language   LowCardinality(String) COMMENT 'zh or en',
    text       String COMMENT 'fields are written {{.Product}}; {link} must be in it',
    who        String COMMENT 'login of the author',
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (name, language);

-- What people decided about advice; the newest row of a suggestion counts, read with FINAL.
CREATE TABLE IF NOT EXISTS suggestion_decision
(
    suggestion_id String,
    decision      LowCardinality(String) COMMENT 'accept, decline, changed',
    value         Float64 COMMENT 'changed: the quantity, hour or size chosen instead',
    who           String COMMENT 'login',
    note          String,
    at            DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY suggestion_id;

-- Advice scored when its period has passed; scored anew whenever late events change what happened. Partition by the last day of the period.
CREATE TABLE IF NOT EXISTS suggestion_score
(
    day             Date COMMENT 'last day of the period',
    as_of           Date,
    suggestion_id   String,
    kind            LowCardinality(String),
    store_id        LowCardinality(String),
    decision        LowCardinality(String) COMMENT 'accept, decline, changed; empty: none was made',
    followed        UInt8 COMMENT '1: the data or the decision show that it was done; push is judged either way',
    verdict         LowCardinality(String) COMMENT 'hit, miss, void',
    why             LowCardinality(String) COMMENT 'of void: declined, not_offered, still_offered, not_started, not_sent, not_told, product_gone, nothing_sold, same_window, chain_list_given, no_propensity, no_window, no_figures; else empty',
    unit            LowCardinality(String) COMMENT 'of actual and baseline_actual: units, fen, share, people',
    expected        Float64 COMMENT 'as advised; for goods on offer on some days of the period only, for those days',
    actual          Float64,
    baseline_actual Float64 COMMENT 'what the baseline came to in the same period',
    gain            Float64 COMMENT 'against the baseline, in gain_unit; 0 if void',
    gain_unit       LowCardinality(String) COMMENT 'fen, share, people',
    chain_gain      Nullable(Float64) COMMENT 'against the chain list or its window, in gain_unit; NULL where the chain has none to compare with, or void',
    days_offered    UInt8 COMMENT 'of goods: days of the period with a sale, a click or a receipt',
    propensity      Float64,
    weight          Float64 COMMENT 'range_test: 1 / propensity, at most 50; else 1; 0 where no propensity is known',
    counted         UInt8 COMMENT '1: the first of the same advice in its week (from Monday): sums count these only, or advice repeated daily would seem proven seven times',
    text_zh         String,
    text_en         String
)
ENGINE = MergeTree
PARTITION BY day
ORDER BY (store_id, kind, suggestion_id);

-- What advice was worth, of the 28 days that end with day. Only advice with counted = 1.
CREATE TABLE IF NOT EXISTS suggestion_summary
(
    day          Date,
    from_day     Date,
    scope        LowCardinality(String) COMMENT 'chain or store',
    store_id     LowCardinality(String) COMMENT 'empty for the chain',
    kind         LowCardinality(String),
    stores       UInt32 COMMENT 'with such advice',
    advised      UInt32,
    followed     UInt32,
    hits         UInt32,
    misses       UInt32,
    voids        UInt32 COMMENT 'neither: advised = hits + misses + voids',
    hit_rate     Float64 COMMENT 'hits / (hits + misses); 0 without any',
    low          Float64 COMMENT '95 % interval (Wilson); without any 0 to 1',
    high         Float64,
    gain_unit    LowCardinality(String) COMMENT 'fen, share, people',
    gain         Float64 COMMENT 'against the baseline, sum over hits and misses; of share use gain_mean',
    gain_mean    Float64 COMMENT 'per piece of advice',
    gain_low     Float64 COMMENT '95 % interval of gain_mean; stores, of one store weeks of advice, vary as wholes; both 0 below two of them',
    gain_high    Float64,
    chain_judged UInt32 COMMENT 'of hits and misses, those that the chain could be compared with',
    chain_gain   Float64 COMMENT 'mean against the chain list or window, of these',
    chain_low    Float64,
    chain_high   Float64,
    ips          Float64 COMMENT 'range_test: gain of all that could have been drawn, per draw (store and night), if every one had been tried: sum of gain / propensity; tests not followed are taken to be like the others',
    snips        Float64 COMMENT 'range_test: gain per product that could have been drawn, self-normalised',
    snips_low    Float64 COMMENT '95 % interval',
    snips_high   Float64,
    effective    Float64 COMMENT 'range_test: effective sample size, (sum of weights)^2 / sum of squares',
    clipped      UInt32 COMMENT 'range_test: weights that were cut to 50: they bias the two estimates',
    text_zh      String,
    text_en      String
)
ENGINE = MergeTree
PARTITION BY day
ORDER BY (scope, store_id, kind);
