-- Stores of whose communities it is known on a day what they like.
-- reads days: day
SELECT DISTINCT store_id FROM community FINAL WHERE community_id IN (SELECT community_id FROM community_affinity WHERE as_of = {day:Date})
