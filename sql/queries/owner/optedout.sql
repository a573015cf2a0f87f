-- At which store each of those who opted out last bought, in the 90 days over which windows are told. By hash, for all lines of these days
-- are looked through.
-- reads days: as_of - 89..as_of
SELECT toString(argMax(l.store_id, (ordered_at, order_hash))) AS store_id, buyer_hash AS buyer
FROM fact_order_line AS l
WHERE (SELECT count() FROM personal_optout FINAL WHERE opted_out = 1) > 0 AND sold AND business_day <= {as_of:Date} AND business_day > {as_of:Date} - 90
  AND buyer_hash IN (SELECT cityHash64(user_id) FROM personal_optout FINAL WHERE opted_out = 1)
GROUP BY buyer
ORDER BY store_id, buyer
