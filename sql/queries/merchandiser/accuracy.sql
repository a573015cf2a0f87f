-- Forecast error and bias over the days up to {day}, grouped by category, store or days ahead.
WITH (SELECT max(day) FROM forecast_accuracy WHERE day <= {day:Date}) AS last
SELECT multiIf({by:String} = 'store', toString(f.store_id), {by:String} = 'horizon', toString(f.horizon), toString(f.category)) AS key, last AS as_of, min(f.day) AS first,
       any(multiIf({by:String} = 'store', st.name, {by:String} = 'category', c.name, '')) AS name, any(if({by:String} = 'category', c.name_en, '')) AS name_en,
       sum(f.days) AS series, sum(f.sold_out) AS sold_out, sum(f.actual) AS actual_units, sum(f.missed) AS missed_units, if(actual_units > 0, missed_units / actual_units, nan) AS wape,
       if(actual_units > 0, sum(f.naive_missed) / actual_units, nan) AS naive_wape, if(actual_units > 0, sum(f.bias) / actual_units, nan) AS bias_share, if(series > 0, sum(f.in90) / series, nan) AS covered
FROM forecast_accuracy AS f
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = f.store_id
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = f.category
WHERE f.day > last - {days:UInt16} AND f.day <= last AND ({store:String} = '' OR f.store_id = {store:String}) AND ({category:String} = '' OR f.category = {category:String})
  AND ({by:String} = 'horizon' OR f.horizon = {horizon:UInt8})
GROUP BY key
ORDER BY if({by:String} = 'horizon', toFloat64(toUInt8OrZero(key)), -missed_units), key
LIMIT 200
