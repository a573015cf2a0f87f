-- How the product itself runs: jobs, accounts, what world is loaded.

-- Two rows per run, started and ended; the newest wins.
CREATE TABLE IF NOT EXISTS job_run
(
    run_id     String COMMENT 'ULID',
    job        LowCardinality(String),
    day        Date,
    started_at DateTime64(3, 'UTC'),
    ended_at   DateTime64(3, 'UTC') COMMENT '1970-01-01 while running',
    status     LowCardinality(String) COMMENT 'running, ok, failed, skipped',
    rows       UInt64 COMMENT 'rows published',
    trigger    LowCardinality(String) COMMENT 'schedule, catch_up, command, page, demo',
    model      LowCardinality(String) COMMENT 'model version',
    cutoff     DateTime64(3, 'UTC') COMMENT 'newest ingest instant that the run could see',
    error      String,
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (job, day, run_id);

CREATE TABLE IF NOT EXISTS account
(
    login         String,
    name          String,
    role          LowCardinality(String) COMMENT 'owner, merchandiser, manager',
    store_ids     Array(String) COMMENT 'stores of an owner',
    password_hash String COMMENT 'argon2id; empty: sign-in links only',
    disabled      UInt8,
    updated_at    DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY login;

-- Requests for a run from the pages: the scheduler takes them, so that pages need not know the jobs.
CREATE TABLE IF NOT EXISTS job_request
(
    request_id   String,
    job          LowCardinality(String),
    day          Date,
    requested_by String,
    requested_at DateTime64(3, 'UTC'),
    taken        UInt8,
    updated_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY request_id;

-- Key facts about what is loaded: world (simulated, completejourney or live), seed, first and last day.
CREATE TABLE IF NOT EXISTS setting
(
    name       String,
    value      String,
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY name;

-- What the simulator knows and the models must find out: true rates, affinities, leaders' effects.
CREATE TABLE IF NOT EXISTS simulated_truth
(
    kind  LowCardinality(String) COMMENT 'household_mix, community_category, store_product_day, leader_effect',
    key1  String,
    key2  String,
    day   Date,
    value Float64
)
ENGINE = ReplacingMergeTree
ORDER BY (kind, key1, key2, day);

-- What can run: written by the scheduler at start, so that pages can list jobs without knowing them.
CREATE TABLE IF NOT EXISTS job
(
    job        String,
    title_zh   String,
    title_en   String,
    position   UInt8 COMMENT 'order of a nightly run',
    schedule   String COMMENT 'cron expression in the default time zone',
    next_at    DateTime64(3, 'UTC'),
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY job;
