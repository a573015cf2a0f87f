-- One community of the master data with its store.
SELECT m.community_id AS community_id, if(m.name = '', m.community_id, m.name) AS community, m.store_id AS store_id, if(st.name = '', m.store_id, st.name) AS store, m.households AS households
FROM (SELECT * FROM community FINAL WHERE community_id = {community:String}) AS m
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = m.store_id
