-- What the log keeps of a statement that somebody handed in on the page at an instant (milliseconds since 1970).
SELECT target, after
FROM change_log
WHERE at = fromUnixTimestamp64Milli({at:Int64}, 'UTC') AND login = {login:String} AND what = 'statement' AND store_id = {store:String}
LIMIT 1
