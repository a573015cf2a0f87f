-- On which of the last 28 days a slice of the users clicked (bit 0: the day itself); an event that came twice makes no difference.
SELECT user_id, groupBitOr(bitShiftLeft(toUInt32(1), {day:Date} - business_day)) AS days
FROM click
WHERE business_day <= {day:Date} AND business_day > {day:Date} - 28 AND cityHash64(user_id) % {slices:UInt32} = {slice:UInt32}
GROUP BY user_id
ORDER BY user_id
