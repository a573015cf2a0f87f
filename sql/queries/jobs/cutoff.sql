-- The newest ingest instant among the rows that jobs read and that are visible now. A block that another process inserts later may
-- carry an older one: what a run saw is its fingerprint, this is for people.
SELECT greatest(
    (SELECT max(ingested_at) FROM order_event),
    (SELECT max(ingested_at) FROM click),
    (SELECT max(ingested_at) FROM share),
    (SELECT max(updated_at) FROM stock),
    (SELECT max(updated_at) FROM sales_history)) AS cutoff
