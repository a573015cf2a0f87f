-- Order lines in the window: how many slices of users to read.
SELECT count() AS lines FROM fact_order_line WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
