-- Statements that are writing the ledger now.
SELECT query_id FROM system.processes WHERE query LIKE '%INTO ingest_ledger%' AND query NOT LIKE '%system.processes%'
