-- Fingerprint of the rules about ranges that the advice of a day follows.
SELECT sum(cityHash64(store_id, kind, product_id, category, storage, low, high)) AS seen
FROM store_range_rule FINAL
WHERE NOT removed AND since <= {day:Date} + 1 AND (until = toDate('1970-01-01') OR until > {day:Date})
