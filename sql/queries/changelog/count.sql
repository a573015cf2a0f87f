-- How many changes a filter has, and of how many people.
SELECT count() AS rows, uniqExact(login) AS people
-- include changelog/filter.part
