-- The highest epoch that any partition of a topic was claimed with.
SELECT max(epoch) FROM ingest_owner WHERE topic = {topic:String}
