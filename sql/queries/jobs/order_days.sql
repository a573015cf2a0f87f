-- Order events per business day: how many, and a number that another row changes.
SELECT business_day AS day, count() AS events, cityHash64(count(), sum(id_hash)) AS state
FROM order_event
WHERE business_day > toDate(0)
GROUP BY day
