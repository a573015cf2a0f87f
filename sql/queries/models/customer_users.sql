-- About how many users bought in the time looked at, to read them in slices.
SELECT toUInt64(uniqHLL12(user_id)) AS users
FROM fact_order_line
WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {lifetime:UInt16}
