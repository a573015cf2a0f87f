-- Who may be addressed at which hour on a day, and who not, with the reason; store '' is every store. as_of is the last profile before the day.
-- Opt-outs, the weekly limit and quiet hours are those of now.
-- include models/sendtime_push.part
SELECT h.user_id AS user_id, h.store_id AS store_id, h.community_id AS community_id, h.start_hour AS start_hour, h.end_hour AS end_hour, h.share AS share,
       h.orders AS orders, toUInt32(s.n) AS sent_in_week,
       multiIf(h.user_id IN (SELECT user_id FROM opted), 'opted_out', s.n >= h.max_per_week, 'weekly_limit',
               arrayExists(x -> if(quiet_from <= quiet_until, x >= quiet_from AND x < quiet_until, x >= quiet_from OR x < quiet_until), window_hours), 'quiet_hours', '') AS reason,
       multiIf(reason = 'opted_out', '本人已关闭个性化推荐', reason = 'weekly_limit', concat('近七天已收到 ', toString(s.n), ' 次，上限 ', toString(h.max_per_week), ' 次'),
               reason = 'quiet_hours', '合适的时段落在免打扰时间里，下次夜间计算后会换时段', '') AS reason_zh,
       multiIf(reason = 'opted_out', 'has switched personal recommendations off', reason = 'weekly_limit', concat('has had ', toString(s.n), ' in seven days, the limit is ', toString(h.max_per_week)),
               reason = 'quiet_hours', 'the fitting hours are quiet hours now; the next nightly run moves them', '') AS reason_en
FROM hours AS h LEFT JOIN sent AS s ON s.user_id = h.user_id
ORDER BY reason != '', start_hour, share DESC, user_id
