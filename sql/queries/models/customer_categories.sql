-- What a slice of the users spent per category in 364 days, and in which 28 days of them (bit 0: the last). Never a sensitive category.
SELECT
    user_id,
    toString(category) AS category,
    sum(amount) AS amount,
    groupBitOr(bitShiftLeft(toUInt32(1), intDiv({day:Date} - business_day, 28))) AS periods
FROM fact_order_line AS l
WHERE sold AND l.category != '' AND business_day <= {day:Date} AND business_day > {day:Date} - 364
    AND cityHash64(user_id) % {slices:UInt32} = {slice:UInt32}
    AND l.category NOT IN (SELECT category FROM category FINAL WHERE sensitive UNION ALL SELECT toString(category) FROM product FINAL WHERE sensitive)
    AND NOT startsWith(user_id, '~') AND user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
GROUP BY user_id, l.category
ORDER BY user_id, category
