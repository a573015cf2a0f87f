-- How many people a text of a store is known to have been sent to on a day.
SELECT uniqExact(user_id) AS people FROM push_sent FINAL WHERE store_id = {store:String} AND message_id = {message:String} AND business_day = {day:Date}
