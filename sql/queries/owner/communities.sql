-- Names of communities: one row of columns, sorted by id.
SELECT groupArray(community_id) AS ids, groupArray(name) AS names, groupArray('') AS names_en
FROM (SELECT community_id, name FROM community FINAL ORDER BY community_id)
