-- The chain's goods, as pages speak of them: one row of columns, sorted by id.
SELECT groupArray(product_id) AS ids, groupArray(name) AS names, groupArray(name_en) AS names_en, groupArray(toString(unit)) AS units,
       groupArray(toString(supplier)) AS suppliers, groupArray(price) AS prices, groupArray(cost) AS costs
FROM (SELECT product_id, name, name_en, unit, supplier, price, cost FROM product FINAL ORDER BY product_id)
