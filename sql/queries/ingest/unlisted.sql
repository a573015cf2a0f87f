-- Goods and stores with imported sales that the master data do not name: no order is advised for them, or nobody can look at them.
SELECT uniqExactIf(product_id, product_id NOT IN (SELECT product_id FROM product)) AS products,
    uniqExactIf(store_id, store_id NOT IN (SELECT store_id FROM store)) AS stores
FROM (SELECT DISTINCT store_id, product_id FROM sales_history)
