-- Per store and hour: how many users may be addressed on a day, and how many not, by reason; store '' is every store. Counts those of sendtime_push_list.
-- include models/sendtime_push.part
SELECT h.store_id AS store_id, multiIf(h.user_id IN (SELECT user_id FROM opted), 'opted_out', s.n >= h.max_per_week, 'weekly_limit',
               arrayExists(x -> if(quiet_from <= quiet_until, x >= quiet_from AND x < quiet_until, x >= quiet_from OR x < quiet_until), window_hours), 'quiet_hours', '') AS reason,
       if(reason = '', h.start_hour, toUInt8(0)) AS hour, count() AS users, avg(h.share) AS share
FROM hours AS h LEFT JOIN sent AS s ON s.user_id = h.user_id
GROUP BY store_id, reason, hour
ORDER BY store_id, reason, hour
