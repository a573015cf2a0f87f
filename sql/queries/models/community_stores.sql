-- The store of each community: from the master data, else where its members ordered last.
SELECT community_id, if(c.store_id != '', c.store_id, o.store_id) AS store_id
FROM (SELECT toString(community_id) AS community_id, toString(argMax(store_id, (ordered_at, order_id))) AS store_id FROM fact_order_line WHERE business_day <= {day:Date} GROUP BY community_id) AS o
LEFT JOIN (SELECT community_id, store_id FROM community FINAL) AS c USING (community_id)
ORDER BY community_id
