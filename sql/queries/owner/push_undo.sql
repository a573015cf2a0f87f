-- Takes back that a text of a store was sent on a day.
ALTER TABLE push_sent DELETE WHERE store_id = {store:String} AND message_id = {message:String} AND business_day = {day:Date} SETTINGS mutations_sync = 2
