-- How many users may get a next basket: they bought in the window and did not opt out of personalisation.
SELECT uniqExact(cityHash64(user_id)) AS users
FROM fact_order_line
WHERE sold AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND category != 'service'
    AND NOT startsWith(user_id, '~') AND user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
