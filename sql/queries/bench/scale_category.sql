-- Forty categories, two of them sensitive.
INSERT INTO category (category, name, name_en, sensitive, updated_at)
SELECT concat('k', toString(number)), concat('品类', toString(number)), concat('category ', toString(number)), number >= 38, now64(3, 'UTC')
FROM numbers(40)
