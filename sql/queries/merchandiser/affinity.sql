-- Affinity indexes of the communities with the most buyers; fewer than 20 buyers in a cell: the figure is withheld here, not on the page.
-- reads days: as_of
SELECT a.community_id AS community_id, if(m.name = '', a.community_id, m.name) AS community, m.store_id AS store_id,
       a.category AS category, if(c.name = '', toString(a.category), c.name) AS category_zh, c.name_en AS category_en,
       a.community_buyers AS community_buyers, a.chain_share AS chain_share, a.buyers >= 20 AS shown,
       if(shown, a.buyers, 0) AS buyers, if(shown, a.index, 0.) AS index, if(shown, a.low, 0.) AS low, if(shown, a.high, 0.) AS high
FROM community_affinity AS a
LEFT JOIN (SELECT community_id, name, store_id FROM community FINAL) AS m ON m.community_id = a.community_id
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = a.category
WHERE a.as_of = {as_of:Date}
  AND ({store:String} = '' OR m.store_id = {store:String})
  AND a.community_id IN
  (
      SELECT community_id FROM community_affinity
      WHERE as_of = {as_of:Date}
        AND ({store:String} = '' OR community_id IN (SELECT community_id FROM community FINAL WHERE store_id = {store:String}))
      GROUP BY community_id
      ORDER BY max(community_buyers) DESC, community_id
      LIMIT 40
  )
ORDER BY community_buyers DESC, community_id, category
