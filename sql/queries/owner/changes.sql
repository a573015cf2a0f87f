-- Quantities that people order instead of those on a store's order sheet.
SELECT product_id, quantity, advised, who, at, note
FROM order_change FINAL
WHERE store_id = {store:String} AND as_of = {as_of:Date} AND quantity >= 0
ORDER BY product_id
