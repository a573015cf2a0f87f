-- Raw rows by the partition that they came from.
SELECT _topic AS topic, _partition AS partition, count() AS rows
FROM
(
    SELECT _topic, _partition FROM click
    UNION ALL SELECT _topic, _partition FROM order_event
    UNION ALL SELECT _topic, _partition FROM share
)
GROUP BY topic, partition
