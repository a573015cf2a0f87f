-- The owner's daily message: what was sent to whom, and what became of it.

-- One row per try to send a store's message of a day to one receiver; the newest row of a try counts, read with FINAL. A try is noted
-- before anything goes out, so that a process that dies in between sends nothing twice: it leaves the try at sending, and whoever
-- finds it there later enters it as unknown. Neither addresses nor texts are kept, only digests of them.
CREATE TABLE IF NOT EXISTS message_sent
(
    business_day Date COMMENT 'day that the message is for, the store''s local day',
    store_id     String,
    channel      LowCardinality(String) COMMENT 'webhook, email',
    target       String COMMENT 'receiver: first 16 hex digits of the SHA-256 of its address',
    try_id       String COMMENT 'ULID of the try',
    attempt      UInt8 COMMENT 'number of the try, from 1',
    digest       String COMMENT 'SHA-256 of the text, hex',
    status       LowCardinality(String) COMMENT 'sending, sent, failed, unknown: the process ended while it was sending, left: another process was first',
    error        String COMMENT 'why not, in one line without addresses or keys',
    retry_at     DateTime64(3, 'UTC') COMMENT 'of a failed try: when the next one is due; 1970-01-01: none follows',
    claimed_at   DateTime64(3, 'UTC') COMMENT 'when the try began, by ClickHouse''s clock: of two at once the earlier one sends',
    at           DateTime64(3, 'UTC') COMMENT 'when this was noted, by ClickHouse''s clock'
)
ENGINE = ReplacingMergeTree(at)
PARTITION BY toYYYYMM(business_day)
ORDER BY (business_day, store_id, channel, target, try_id);
