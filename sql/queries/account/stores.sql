-- The stores that an owner may be given.
SELECT store_id
FROM store FINAL
ORDER BY store_id
