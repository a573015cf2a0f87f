-- Communities with many who have gone quiet, and how many of such come back of their own accord: of those of the whole store who were
-- dormant four weeks ago, those who have ordered since. Margin is that of an active customer in 28 days.
WITH
    flow AS (SELECT toString(store_id) AS store_id, toFloat64(sum(members)) AS were, toFloat64(sumIf(members, to_state = 'active')) AS back FROM community_pool_flow WHERE as_of = {day:Date} AND from_state = 'dormant' AND community_id != '' GROUP BY store_id),
    money AS (SELECT toString(store_id) AS store_id, toFloat64(sum(if(cost > 0, amount - cost, intDiv(amount, 4)))) AS margin FROM fact_store WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 GROUP BY store_id),
    whole AS (SELECT toString(store_id) AS store_id, toFloat64(sum(active)) AS active FROM community_pool WHERE as_of = {day:Date} AND community_id != '' GROUP BY store_id)
SELECT
    toString(p.store_id) AS store_id, toString(p.community_id) AS community_id, st.name AS store, m.name AS community, p.dormant AS dormant, p.members AS members, p.active AS active,
    f.were AS were, f.back AS back, if(w.active > 0, y.margin / w.active, 0) AS margin
FROM community_pool AS p
INNER JOIN flow AS f ON f.store_id = p.store_id
LEFT JOIN money AS y ON y.store_id = p.store_id
LEFT JOIN whole AS w ON w.store_id = p.store_id
LEFT JOIN (SELECT community_id, name FROM community FINAL) AS m ON m.community_id = p.community_id
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = p.store_id
WHERE p.as_of = {day:Date} AND p.community_id != '' AND p.dormant >= 20 AND f.were >= 20
ORDER BY store_id, dormant DESC, community_id
LIMIT 2 BY store_id
