-- How many events are stored.
SELECT (SELECT count() FROM click) + (SELECT count() FROM order_event) + (SELECT count() FROM share) AS events
