-- Recommendations over all stores: filtered, sorted by one column, cut to a page; total counts the rows before the cut.
SELECT r.store_id AS store_id, if(st.name = '', r.store_id, st.name) AS store, r.rank AS rank, r.product_id AS product_id,
       if(p.name = '', r.product_id, p.name) AS name, p.name_en AS name_en, p.category AS category,
       c.name AS category_zh, c.name_en AS category_en, r.action AS action, r.score AS score, r.expected_units AS expected_units,
       r.low AS low, r.high AS high, r.own_units AS own_units, r.chain_units AS chain_units, r.weight_own AS weight_own,
       r.index AS index, r.buyers AS buyers, r.evidence AS evidence, r.reason_zh AS reason_zh, r.reason_en AS reason_en,
       count() OVER () AS total
FROM recommendation AS r
LEFT JOIN (SELECT product_id, name, name_en, category FROM product FINAL) AS p ON p.product_id = r.product_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = r.store_id
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = p.category
WHERE r.as_of = {as_of:Date}
  AND ({store:String} = '' OR r.store_id = {store:String})
  AND ({action:String} = '' OR r.action = {action:String})
  AND ({category:String} = '' OR p.category = {category:String})
  AND ({search:String} = '' OR positionCaseInsensitiveUTF8(concat(p.name, ' ', p.name_en, ' ', r.product_id, ' ', st.name), {search:String}) > 0)
ORDER BY
  {sign:Int8} * multiIf(
    {sort:String} = 'units', r.expected_units,
    {sort:String} = 'score', r.score,
    {sort:String} = 'own', r.own_units,
    {sort:String} = 'chain', r.chain_units,
    {sort:String} = 'index', r.index,
    {sort:String} = 'evidence', toFloat64(r.evidence),
    0.),
  multiIf({sort:String} = 'name', name, {sort:String} = 'category', toString(p.category), {sort:String} = 'action', toString(r.action), ''),
  store_id, rank, product_id
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
