-- The newest instant of anything that jobs read.
SELECT greatest(
    (SELECT max(ingested_at) FROM ingest_ledger),
    (SELECT max(updated_at) FROM stock),
    (SELECT max(updated_at) FROM sales_history)) AS cutoff
