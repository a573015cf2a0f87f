-- What somebody said of sending texts of a store: the newest word on each. An empty after: taken back.
SELECT target AS message_id, argMax(after, at) AS people, argMax(login, at) AS who, max(c.at) AS sent_at
FROM change_log AS c
WHERE what = 'push_sent' AND store_id = {store:String} AND c.at > toDateTime64({day:Date} - 45, 3, 'UTC') AND target IN {messages:Array(String)}
GROUP BY target
