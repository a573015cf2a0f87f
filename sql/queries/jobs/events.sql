-- How many events are stored.
SELECT (SELECT count() FROM order_event) + (SELECT count() FROM click) + (SELECT count() FROM share) AS events
