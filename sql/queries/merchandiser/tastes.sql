-- Affinity indexes of one community; fewer than 20 buyers: the figure is withheld here, not on the page.
-- reads days: ..day
SELECT a.as_of AS as_of, toString(a.category) AS category, if(c.name = '', toString(a.category), c.name) AS category_zh, c.name_en AS category_en, a.community_buyers AS community_buyers, a.chain_share AS chain_share,
       a.buyers >= 20 AS shown, if(shown, a.buyers, 0) AS buyers, if(shown, a.index, 0.) AS index, if(shown, a.low, 0.) AS low, if(shown, a.high, 0.) AS high
FROM community_affinity AS a
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = a.category
WHERE a.as_of = (SELECT max(as_of) FROM community_affinity WHERE as_of <= {day:Date}) AND a.community_id = {community:String}
ORDER BY shown DESC, index DESC, category
