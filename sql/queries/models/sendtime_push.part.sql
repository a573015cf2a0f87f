-- Whom a day might address, with the hours, what they were sent in the week and the rules of their store.
WITH
    sent AS (SELECT user_id, uniqExact(message_id, business_day) AS n FROM push_sent FINAL WHERE business_day > {day:Date} - 7 AND business_day <= {day:Date} GROUP BY user_id),
    opted AS (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1),
    everywhere AS (SELECT max(quiet_from) AS quiet_from, max(quiet_until) AS quiet_until, max(max_per_week) AS max_per_week, count() AS n FROM push_rule FINAL WHERE store_id = ''),
    rules AS (SELECT store_id, quiet_from, quiet_until, max_per_week, 1 AS own FROM push_rule FINAL WHERE store_id != ''),
    candidates AS
    (
        SELECT user_id, toString(store_id) AS store_id, toString(community_id) AS community_id, start_hour, end_hour, share, orders FROM user_window
        WHERE as_of = {as_of:Date} AND ({store:String} = '' OR store_id = {store:String})
        UNION ALL
        SELECT user_id, toString(argMax(store_id, (ordered_at, order_id))) AS store_id, toString(argMax(community_id, (ordered_at, order_id))) AS community_id,
               toUInt8(0) AS start_hour, toUInt8(0) AS end_hour, 0. AS share, toUInt32(uniqExact(order_id)) AS orders
        FROM fact_order_line
        WHERE (SELECT count() FROM opted) > 0 AND sold AND business_day <= {as_of:Date} AND business_day > {as_of:Date} - {window:UInt16} AND user_id IN (SELECT user_id FROM opted)
          AND user_id NOT IN (SELECT user_id FROM user_window WHERE as_of = {as_of:Date})
        GROUP BY user_id
        HAVING {store:String} = '' OR store_id = {store:String}
    ),
    ruled AS
    (
        SELECT c.user_id AS user_id, c.store_id AS store_id, c.community_id AS community_id, c.start_hour AS start_hour, c.end_hour AS end_hour, c.share AS share, c.orders AS orders,
               multiIf(r.own = 1, r.quiet_from, e.n > 0, e.quiet_from, toUInt8(22)) AS quiet_from, multiIf(r.own = 1, r.quiet_until, e.n > 0, e.quiet_until, toUInt8(8)) AS quiet_until,
               multiIf(r.own = 1, r.max_per_week, e.n > 0, e.max_per_week, toUInt8(2)) AS max_per_week
        FROM candidates AS c LEFT JOIN rules AS r ON r.store_id = c.store_id CROSS JOIN everywhere AS e
    ),
    hours AS
    (
        SELECT *, arrayMap(h -> toUInt8((start_hour + h) % 24), range(if(end_hour > start_hour, end_hour - start_hour, end_hour + 24 - start_hour))) AS window_hours
        FROM ruled
    )
