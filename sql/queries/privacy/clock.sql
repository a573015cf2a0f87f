-- ClickHouse's clock, which stamps the rows.
SELECT now64(6, 'UTC') AS now
