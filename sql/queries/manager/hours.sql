-- Orders by weekday (Monday is 1) and local hour.
-- reads days: from..to
SELECT toUInt8(toDayOfWeek(f.business_day)) AS weekday, f.hour AS hour, toUInt64(sum(f.orders)) AS orders
FROM fact_hour AS f
WHERE f.business_day BETWEEN {from:Date} AND {to:Date} AND f.orders > 0
  AND ({store:String} = '' OR f.store_id = {store:String})
  AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
GROUP BY weekday, hour
ORDER BY weekday, hour
