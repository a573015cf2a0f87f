-- Price bands of one community: all categories first, then those with the most buyers.
-- reads days: ..day
SELECT b.as_of AS as_of, toString(b.category) AS category, c.name AS category_zh, c.name_en AS category_en, b.band AS band, b.from_fen AS from_fen, b.to_fen AS to_fen, b.buyers AS buyers,
       b.unit_share AS unit_share, b.unit_low AS unit_low, b.unit_high AS unit_high, b.chain_unit_share AS chain_unit_share
FROM community_price_band AS b
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = b.category
WHERE b.as_of = (SELECT max(as_of) FROM community_price_band WHERE as_of <= {day:Date}) AND b.community_id = {community:String}
ORDER BY b.category != '', max(b.buyers) OVER (PARTITION BY b.category) DESC, b.category, b.band
LIMIT 60
