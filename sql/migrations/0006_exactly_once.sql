-- Counted once with several processes: who owns a partition, which of two rows came first, and event ids that are found quickly.

-- Who writes the account of a partition: the highest epoch.
CREATE TABLE IF NOT EXISTS ingest_owner
(
    topic      LowCardinality(String),
    partition  Int32,
    epoch      UInt64,
    owner      String COMMENT 'host, process and start of the owner',
    claimed_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(epoch)
ORDER BY (topic, partition);

-- When the statement that inserted a row began, by ClickHouse's own clock: of two rows of one event_id the earlier counts. (The
-- engine's own _block_number would say so too, but 26.7 reads it wrongly behind a filter once parts were merged vertically.)
-- Rows from before this step are as old as can be. A row that came second may be deleted, projections included.
ALTER TABLE click ADD COLUMN IF NOT EXISTS stored_at DateTime64(6, 'UTC') DEFAULT toDateTime64(0, 6, 'UTC');
ALTER TABLE order_event ADD COLUMN IF NOT EXISTS stored_at DateTime64(6, 'UTC') DEFAULT toDateTime64(0, 6, 'UTC');
ALTER TABLE share ADD COLUMN IF NOT EXISTS stored_at DateTime64(6, 'UTC') DEFAULT toDateTime64(0, 6, 'UTC');
ALTER TABLE click MATERIALIZE COLUMN stored_at SETTINGS mutations_sync = 2;
ALTER TABLE order_event MATERIALIZE COLUMN stored_at SETTINGS mutations_sync = 2;
ALTER TABLE share MATERIALIZE COLUMN stored_at SETTINGS mutations_sync = 2;
ALTER TABLE click MODIFY COLUMN stored_at DEFAULT now64(6, 'UTC') COMMENT 'beginning of the statement that inserted the row, by ClickHouse''s clock';
ALTER TABLE order_event MODIFY COLUMN stored_at DEFAULT now64(6, 'UTC') COMMENT 'beginning of the statement that inserted the row, by ClickHouse''s clock';
ALTER TABLE share MODIFY COLUMN stored_at DEFAULT now64(6, 'UTC') COMMENT 'beginning of the statement that inserted the row, by ClickHouse''s clock';
ALTER TABLE click MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';
ALTER TABLE order_event MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';
ALTER TABLE share MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';

-- What came since a moment is found without reading what is older.
ALTER TABLE click ADD INDEX IF NOT EXISTS by_stamp stored_at TYPE minmax GRANULARITY 1;
ALTER TABLE order_event ADD INDEX IF NOT EXISTS by_stamp stored_at TYPE minmax GRANULARITY 1;
ALTER TABLE share ADD INDEX IF NOT EXISTS by_stamp stored_at TYPE minmax GRANULARITY 1;

-- An index by id_hash: looking up a thousand ids need not read the whole column.
ALTER TABLE click ADD PROJECTION IF NOT EXISTS by_id INDEX id_hash TYPE basic;
ALTER TABLE order_event ADD PROJECTION IF NOT EXISTS by_id INDEX id_hash TYPE basic;
ALTER TABLE share ADD PROJECTION IF NOT EXISTS by_id INDEX id_hash TYPE basic;
ALTER TABLE click MATERIALIZE PROJECTION by_id;
ALTER TABLE order_event MATERIALIZE PROJECTION by_id;
ALTER TABLE share MATERIALIZE PROJECTION by_id;
