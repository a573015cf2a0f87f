-- Households within 3 and 5 km of each store and how many are reached.
-- reads days: ..day
SELECT toString(t.store_id) AS store_id, if(st.name = '', toString(t.store_id), st.name) AS store, t.as_of AS as_of, t.radius_km AS radius_km, t.located AS located, t.communities AS communities,
       t.households AS households, t.shared_households AS shared_households, t.reached AS reached, t.share AS share, t.low AS low, t.high AS high, t.unlocated AS unlocated, t.uncounted AS uncounted, t.beyond AS beyond, count() OVER () AS rows
FROM store_catchment AS t
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = t.store_id
WHERE t.as_of = (SELECT max(as_of) FROM store_catchment WHERE as_of <= {day:Date}) AND ({store:String} = '' OR t.store_id = {store:String})
ORDER BY store_id, radius_km
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
