-- How soon buyers buy again, of the newest night up to {to}: of a store or of the chain; of the chain by category as well.
-- reads days: ..to
SELECT f.as_of AS as_of, f.category AS category, c.name AS name, c.name_en AS name_en, toUInt64(f.buyers) AS buyers, f.purchases AS purchases, f.within_7 AS within_7, f.low_7 AS low_7, f.high_7 AS high_7,
       f.within_14 AS within_14, f.within_28 AS within_28, f.low_28 AS low_28, f.high_28 AS high_28, f.half_by AS half_by
FROM repurchase AS f
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = f.category
WHERE f.as_of = (SELECT max(as_of) FROM repurchase WHERE as_of <= {to:Date}) AND f.scope = if({store:String} = '', 'chain', 'store') AND f.scope_id = {store:String}
ORDER BY f.category = '' DESC, f.purchases DESC, f.category
LIMIT 15
