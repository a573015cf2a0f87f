-- ClickHouse's own way for shares.
CREATE TABLE engine_share
(
    event_id String, id_hash UInt64, event_time DateTime64(3, 'UTC'), business_day Date, hour UInt8, share_id String, parent_share_id String, user_id String,
    store_id LowCardinality(String), community_id LowCardinality(String), product_id LowCardinality(String), campaign_id LowCardinality(String),
    channel LowCardinality(String), ingested_at DateTime64(3, 'UTC'), _topic LowCardinality(String), _partition Int32, _offset Int64
)
ENGINE = MergeTree PARTITION BY toYYYYMM(ingested_at) ORDER BY (business_day, store_id, event_time, event_id);

CREATE TABLE queue_share
(
    event_id String, event_time DateTime64(3, 'UTC'), share_id String, parent_share_id String, user_id String, store_id LowCardinality(String),
    community_id LowCardinality(String), product_id LowCardinality(String), campaign_id LowCardinality(String), channel LowCardinality(String)
)
ENGINE = Kafka SETTINGS kafka_broker_list = '$brokers', kafka_topic_list = 'linli.share', kafka_group_name = '$group-share', kafka_format = 'JSONEachRow',
    kafka_num_consumers = $consumers, kafka_thread_per_consumer = 1, kafka_max_block_size = $rows, kafka_flush_interval_ms = $flush,
    input_format_skip_unknown_fields = 1, date_time_input_format = 'best_effort';

CREATE MATERIALIZED VIEW carry_share TO engine_share AS
SELECT event_id, xxHash64(event_id) AS id_hash, event_time, toDate(event_time, 'Asia/Shanghai') AS business_day, toHour(event_time, 'Asia/Shanghai') AS hour, share_id,
    parent_share_id, user_id, store_id, community_id, product_id, campaign_id, channel, now64(3) AS ingested_at, _topic, toInt32(_partition) AS _partition, toInt64(_offset) AS _offset
FROM queue_share
