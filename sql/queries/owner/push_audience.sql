-- Whom a text addresses, of a store's people with a window: of a community (empty: all of them); buyers of the category in four weeks
-- who have waited as long as half of the chain's do; those dormant, who ordered nothing in four weeks; or those who shared in them.
-- reads days: as_of - 27..as_of
SELECT user_id
FROM user_window
WHERE as_of = {as_of:Date} AND store_id = {store:String} AND ({community:String} = '' OR community_id = {community:String})
  AND ({audience:String} != 'dormant' OR user_id NOT IN (SELECT user_id FROM fact_order_line WHERE sold AND store_id = {store:String} AND business_day > {as_of:Date} - 28 AND business_day <= {as_of:Date}))
  AND ({audience:String} != 'sharers' OR user_id IN (SELECT user_id FROM fact_share WHERE store_id = {store:String} AND shares > 0 AND business_day > {as_of:Date} - 28 AND business_day <= {as_of:Date}))
  AND ({audience:String} != 'buyers' OR user_id IN
  (
      SELECT user_id
      FROM fact_order_line
      WHERE sold AND store_id = {store:String} AND category = {category:String} AND business_day > {as_of:Date} - 28 AND business_day <= {as_of:Date}
      GROUP BY user_id
      HAVING max(business_day) <= {as_of:Date} - (SELECT toUInt16(ceil(max(half_by))) FROM repurchase WHERE as_of = {as_of:Date} AND scope = 'chain' AND category = {category:String})
  ))
