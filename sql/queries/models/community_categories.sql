-- Names of the categories.
SELECT category, name, name_en FROM category FINAL ORDER BY category
