-- Stores whose people ever ordered another quantity than the advised one.
SELECT DISTINCT store_id FROM order_change
