-- What comes from Kafka enters by these tables, and is passed on to the raw ones only while its sender still owns the partition:
-- one that was paused and woke up too late stores nothing. The check is part of the inserting statement. (It is a join since
-- libchdb 26.7 gives up a streamed insert whose view holds a scalar subquery.)
CREATE TABLE IF NOT EXISTS click_in AS click ENGINE = Null COMMENT 'entrance of click';
CREATE TABLE IF NOT EXISTS order_event_in AS order_event ENGINE = Null COMMENT 'entrance of order_event';
CREATE TABLE IF NOT EXISTS share_in AS share ENGINE = Null COMMENT 'entrance of share';
ALTER TABLE click_in ADD COLUMN IF NOT EXISTS epoch UInt64 COMMENT 'of the claim under which the row was read';
ALTER TABLE order_event_in ADD COLUMN IF NOT EXISTS epoch UInt64 COMMENT 'of the claim under which the row was read';
ALTER TABLE share_in ADD COLUMN IF NOT EXISTS epoch UInt64 COMMENT 'of the claim under which the row was read';

CREATE MATERIALIZED VIEW IF NOT EXISTS click_fence TO click AS
SELECT i.* EXCEPT (epoch)
FROM click_in AS i
LEFT ANY JOIN (SELECT partition, max(epoch) AS newest FROM ingest_owner WHERE topic = 'linli.click' GROUP BY partition) AS o ON i._partition = o.partition
WHERE throwIf(o.newest > i.epoch, 'another process owns these partitions') = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS order_event_fence TO order_event AS
SELECT i.* EXCEPT (epoch)
FROM order_event_in AS i
LEFT ANY JOIN (SELECT partition, max(epoch) AS newest FROM ingest_owner WHERE topic = 'linli.order' GROUP BY partition) AS o ON i._partition = o.partition
WHERE throwIf(o.newest > i.epoch, 'another process owns these partitions') = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS share_fence TO share AS
SELECT i.* EXCEPT (epoch)
FROM share_in AS i
LEFT ANY JOIN (SELECT partition, max(epoch) AS newest FROM ingest_owner WHERE topic = 'linli.share' GROUP BY partition) AS o ON i._partition = o.partition
WHERE throwIf(o.newest > i.epoch, 'another process owns these partitions') = 0;
