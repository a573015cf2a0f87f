-- Rules about ranges that hold on the day after {day}, the first to which its advice applies.
SELECT store_id, product_id, category, toString(storage) AS storage, toString(kind) AS kind, low, high
FROM store_range_rule FINAL
WHERE NOT removed AND since <= {day:Date} + 1 AND (until = toDate('1970-01-01') OR until > {day:Date})
ORDER BY store_id, kind, product_id, category, storage
