-- Rules about ranges: those that hold (or will) with {all} = 0, else every one; what they name, and whether it is the key asked for.
SELECT r.store_id AS store_id, if(r.store_id = '', '', if(st.name = '', r.store_id, st.name)) AS store, toString(r.kind) AS kind, r.product_id AS product_id, r.category AS category,
       toString(r.storage) AS storage, r.low AS low, r.high AS high, r.note AS note, r.who AS who, r.since AS since, r.until AS until, r.removed AS removed, r.updated_at AS updated_at,
       p.name AS name, p.name_en AS name_en, c.name AS category_zh, c.name_en AS category_en
FROM (SELECT * FROM store_range_rule FINAL) AS r
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = r.store_id
LEFT JOIN (SELECT product_id, name, name_en FROM product FINAL) AS p ON p.product_id = r.product_id
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = r.category
WHERE ({all:UInt8} OR (NOT r.removed AND (r.until = toDate('1970-01-01') OR r.until > {today:Date})))
  AND (empty({keys:Array(String)}) OR has({keys:Array(String)}, concat(r.store_id, '|', r.kind, '|', r.product_id, '|', r.category, '|', r.storage)))
ORDER BY updated_at DESC, store_id, kind, product_id, category, storage
LIMIT 1000
