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

-- Blocks are numbered, and rows keep the number when parts are merged. A row that came second may be deleted, projections
-- included.
ALTER TABLE click MODIFY SETTING enable_block_number_column = 1, lightweight_mutation_projection_mode = 'rebuild';
ALTER TABLE order_event MODIFY SETTING enable_block_number_column = 1, lightweight_mutation_projection_mode = 'rebuild';
ALTER TABLE share MODIFY SETTING enable_block_number_column = 1, lightweight_mutation_projection_mode = 'rebuild';

-- An index by id_hash: looking up a thousand ids need not read the whole column.
ALTER TABLE click ADD PROJECTION IF NOT EXISTS by_id INDEX id_hash TYPE basic;
ALTER TABLE order_event ADD PROJECTION IF NOT EXISTS by_id INDEX id_hash TYPE basic;
ALTER TABLE share ADD PROJECTION IF NOT EXISTS by_id INDEX id_hash TYPE basic;
ALTER TABLE click MATERIALIZE PROJECTION by_id;
ALTER TABLE order_event MATERIALIZE PROJECTION by_id;
ALTER TABLE share MATERIALIZE PROJECTION by_id;
