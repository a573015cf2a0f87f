-- Categories that are never shown of one user, and of a community only over enough buyers.
SELECT DISTINCT category FROM
(
    SELECT category FROM category FINAL WHERE sensitive
    UNION ALL
    SELECT toString(category) FROM product FINAL WHERE sensitive
)
ORDER BY category
