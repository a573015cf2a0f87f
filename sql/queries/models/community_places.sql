-- Every community of the master data or of the orders, with the store that serves it (else where its members ordered last).
SELECT
    k.community_id AS community_id, if(m.store_id != '', m.store_id, o.store_id) AS store_id,
    m.latitude AS latitude, m.longitude AS longitude, toInt64(m.households) AS households
FROM (SELECT community_id FROM community FINAL UNION DISTINCT SELECT toString(community_id) FROM fact_order_line WHERE business_day <= {day:Date} AND community_id != '') AS k
LEFT JOIN (SELECT community_id, store_id, latitude, longitude, households FROM community FINAL) AS m ON m.community_id = k.community_id
LEFT JOIN
(
    SELECT toString(community_id) AS community_id, toString(argMax(store_id, (ordered_at, order_id))) AS store_id
    FROM fact_order_line
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
    GROUP BY community_id
) AS o ON o.community_id = k.community_id
ORDER BY community_id
