-- What user_value said 28 days before the day against what came, by tenths of the users from the least expected to the most.
WITH
    came AS
    (
        SELECT user_id, uniqExact(business_day) AS visits
        FROM fact_order_line
        WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - 28
        GROUP BY user_id
    ),
    told AS
    (
        SELECT user_id, expected_visits_28 AS expected, p_buys_28 AS buys, if(tenure_days = 0, expected, 28 * (visits - 1) / tenure_days) AS naive,
            intDiv((row_number() OVER (ORDER BY expected_visits_28, user_id) - 1) * 10, count() OVER ()) + 1 AS tenth
        FROM user_value
        WHERE as_of = {day:Date} - 28
    )
SELECT
    {day:Date} AS day,
    {day:Date} - 28 AS as_of,
    toUInt8(tenth) AS tenth,
    count() AS users,
    -- added as whole millionths, so that the sum does not depend on the order
    toFloat64(sum(toInt64(round(expected * 1e6)))) / 1e6 AS expected_visits,
    toFloat64(sum(toInt64(round(naive * 1e6)))) / 1e6 AS naive_visits,
    sum(c.visits) AS visits,
    toFloat64(sum(toInt64(round(abs(expected - c.visits) * 1e6)))) / 1e6 AS missed,
    toFloat64(sum(toInt64(round(abs(naive - c.visits) * 1e6)))) / 1e6 AS naive_missed,
    toFloat64(sum(toInt64(round(buys * 1e6)))) / 1e6 AS expected_buyers,
    countIf(c.visits > 0) AS buyers
FROM told
LEFT JOIN came AS c ON c.user_id = told.user_id
GROUP BY tenth
