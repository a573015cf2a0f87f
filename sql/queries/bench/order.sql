-- ClickHouse's own way for orders.
CREATE TABLE engine_order
(
    event_id String, id_hash UInt64, event_time DateTime64(3, 'UTC'), business_day Date, hour UInt8, order_id String, status LowCardinality(String),
    user_id String, store_id LowCardinality(String), community_id LowCardinality(String), campaign_id LowCardinality(String), share_id String,
    pickup_date Date, `lines.product_id` Array(String), `lines.quantity` Array(Decimal(18, 3)), `lines.unit_price` Array(Int64), `lines.discount` Array(Int64),
    ingested_at DateTime64(3, 'UTC'), _topic LowCardinality(String), _partition Int32, _offset Int64
)
ENGINE = MergeTree PARTITION BY toYYYYMM(ingested_at) ORDER BY (business_day, store_id, order_id, event_time, event_id);

CREATE TABLE queue_order
(
    event_id String, event_time DateTime64(3, 'UTC'), order_id String, status LowCardinality(String), user_id String, store_id LowCardinality(String),
    community_id LowCardinality(String), campaign_id LowCardinality(String), share_id String, pickup_date Date,
    lines Array(Tuple(product_id String, quantity Decimal(18, 3), unit_price Int64, discount Int64))
)
ENGINE = Kafka SETTINGS kafka_broker_list = '$brokers', kafka_topic_list = 'linli.order', kafka_group_name = '$group-order', kafka_format = 'JSONEachRow',
    kafka_num_consumers = $consumers, kafka_thread_per_consumer = 1, kafka_max_block_size = $rows, kafka_flush_interval_ms = $flush,
    input_format_skip_unknown_fields = 1, date_time_input_format = 'best_effort';

CREATE MATERIALIZED VIEW carry_order TO engine_order AS
SELECT event_id, xxHash64(event_id) AS id_hash, event_time, toDate(event_time, 'Asia/Shanghai') AS business_day, toHour(event_time, 'Asia/Shanghai') AS hour, order_id, status,
    user_id, store_id, community_id, campaign_id, share_id, pickup_date, lines.product_id AS `lines.product_id`, lines.quantity AS `lines.quantity`,
    lines.unit_price AS `lines.unit_price`, lines.discount AS `lines.discount`, now64(3) AS ingested_at, _topic, toInt32(_partition) AS _partition, toInt64(_offset) AS _offset
FROM queue_order
