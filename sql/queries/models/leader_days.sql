-- Days on which somebody's shares brought many orders, with what they brought on the other days of the window and what others of the
-- same community brought on this day and in all.
WITH
    days AS
    (
        SELECT user_id, business_day, any(community_id) AS place, sum(shares) AS made, sum(orders) AS brought, sum(new_buyers) AS new, sum(amount) AS fen
        FROM fact_share
        WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
        GROUP BY user_id, business_day
    ),
    people AS (SELECT user_id, sum(brought) AS total, sum(brought * brought) AS squares FROM days GROUP BY user_id),
    places AS (SELECT place, business_day, sum(brought) AS total FROM days GROUP BY place, business_day),
    totals AS (SELECT place, sum(brought) AS total FROM days GROUP BY place)
SELECT
    reinterpretAsInt64(cityHash64(d.user_id)) AS sharer,
    toInt64(toUInt32(d.business_day)) AS day,
    toFloat64(d.made) AS shares,
    toFloat64(d.brought) AS orders,
    toFloat64(d.new) AS new_buyers,
    toFloat64(d.fen) AS amount,
    toFloat64(p.total - d.brought) AS own_rest,
    toFloat64(p.squares - d.brought * d.brought) AS own_squares,
    toFloat64(o.total - d.brought) AS others_day,
    toFloat64(t.total - p.total) AS others_all
FROM days AS d
INNER JOIN people AS p ON p.user_id = d.user_id
INNER JOIN places AS o ON o.place = d.place AND o.business_day = d.business_day
INNER JOIN totals AS t ON t.place = d.place
WHERE d.brought >= 4
ORDER BY sharer, day
