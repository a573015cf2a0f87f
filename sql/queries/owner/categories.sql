-- Names of categories: one row of columns, sorted by id.
SELECT groupArray(category) AS ids, groupArray(name) AS names, groupArray(name_en) AS names_en
FROM (SELECT category, name, name_en FROM category FINAL ORDER BY category)
