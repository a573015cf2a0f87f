-- Household mix of one community: shares where households told theirs, else only more or less than the chain.
-- reads days: ..day
SELECT as_of, toString(kind) AS kind, toString(method) AS method, share, low, high, index, index_low, index_high, buyers, labels, if(c.name = '', toString(kind), c.name) AS name, c.name_en AS name_en
FROM community_household AS h
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = toString(h.kind)
WHERE h.as_of = (SELECT max(as_of) FROM community_household WHERE as_of <= {day:Date}) AND h.community_id = {community:String}
ORDER BY method != 'labels', share DESC, index DESC, kind
