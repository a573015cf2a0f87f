-- Categories of the catalogue with their names.
SELECT p.category AS category, any(c.name) AS name, any(c.name_en) AS name_en
FROM (SELECT category FROM product FINAL GROUP BY category) AS p
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = p.category
WHERE p.category != ''
GROUP BY category
ORDER BY category
