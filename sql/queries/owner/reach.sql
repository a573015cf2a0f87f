-- How many of a store's people with a window may be addressed on a day, by hour, and how many not, by reason: by the rules of
-- models/sendtime_push_list, of which those of the store are given. as_of is the last profile before the day.
SELECT multiIf(out, 'opted_out', often, 'weekly_limit',
               arrayExists(x -> if({quiet_from:UInt8} <= {quiet_until:UInt8}, x >= {quiet_from:UInt8} AND x < {quiet_until:UInt8}, x >= {quiet_from:UInt8} OR x < {quiet_until:UInt8}),
                   arrayMap(h -> toUInt8((start_hour + h) % 24), range(if(end_hour > start_hour, end_hour - start_hour, end_hour + 24 - start_hour)))), 'quiet_hours', '') AS reason,
       if(reason = '', start_hour, toUInt8(0)) AS hour, sum(people) AS users
FROM
(
    SELECT start_hour, end_hour, count() AS people, user_id IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1) AS out,
           {most:UInt8} = 0 OR user_id IN
           (
               SELECT user_id
               FROM push_sent
               WHERE business_day > {day:Date} - 7 AND business_day <= {day:Date}
               GROUP BY user_id
               HAVING uniqExact(message_id, business_day) >= {most:UInt8}
           ) AS often
    FROM user_window
    WHERE as_of = {as_of:Date} AND store_id = {store:String}
    GROUP BY start_hour, end_hour, out, often
)
GROUP BY reason, hour
ORDER BY reason, hour
