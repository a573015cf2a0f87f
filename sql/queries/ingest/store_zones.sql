-- Time zones of the stores, for the business day of their events.
SELECT store_id, timezone
FROM store FINAL
