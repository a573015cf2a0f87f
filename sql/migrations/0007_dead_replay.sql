-- Which dead letters were sent again, so that nobody mends them twice. A letter that is refused again at the same coordinates,
-- as in a topic that was made anew, is newer than its mark and counts as open.
CREATE TABLE IF NOT EXISTS dead_replay
(
    topic       LowCardinality(String) COMMENT 'topic, partition and offset of the dead letter',
    partition   Int32,
    offset      Int64,
    sent_to     LowCardinality(String) COMMENT 'topic that the message was sent to',
    changed     UInt8 COMMENT '1: it was mended first',
    replayed_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(replayed_at)
ORDER BY (topic, partition, offset);
