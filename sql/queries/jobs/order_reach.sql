-- Every day that an order with an event on one of the given days touches: the order's facts are on one of them.
SELECT DISTINCT business_day AS day
FROM order_event
WHERE business_day > toDate(0) AND order_id IN (SELECT order_id FROM order_event WHERE business_day IN {days:Array(Date)})
