-- What a run depended on and what it made, as numbers that can be compared: a day whose numbers differ is built anew.
ALTER TABLE job_run
    ADD COLUMN IF NOT EXISTS seen UInt64 COMMENT 'fingerprint of what the run read, taken before it read anything',
    ADD COLUMN IF NOT EXISTS seen_lines UInt64 COMMENT 'daily_facts: fingerprint of the order lines that the day takes from other days',
    ADD COLUMN IF NOT EXISTS made UInt64 COMMENT 'daily_facts: fingerprint of the published facts that models read',
    ADD COLUMN IF NOT EXISTS events UInt64 COMMENT 'daily_facts: events that were stored, of all days, when seen was taken',
    ADD COLUMN IF NOT EXISTS turn UInt64 COMMENT 'order in which runs began or, failed, ended; no clock takes part';
ALTER TABLE job_run COMMENT COLUMN IF EXISTS status 'running, ok, stale (ok, but what it read has changed: it will be rerun), redone (a stale one that was rerun), failed, skipped';
ALTER TABLE job_run COMMENT COLUMN IF EXISTS cutoff 'newest ingest instant among the rows that the run could see; a block that was held up may come later with an older one';

-- Who runs the jobs, of several processes on one ClickHouse. The highest epoch leads, of two holders of it the first by name.
CREATE TABLE IF NOT EXISTS leader
(
    role       LowCardinality(String) COMMENT 'what is led: jobs',
    epoch      UInt64,
    holder     String COMMENT 'process',
    released   UInt8 COMMENT '1: stepped down, the next may follow at once',
    renewed_at DateTime64(3, 'UTC') COMMENT 'by ClickHouse''s clock'
)
ENGINE = ReplacingMergeTree(renewed_at)
ORDER BY (role, epoch, holder);
