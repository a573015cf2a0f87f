-- One row per user who bought in the window: recency, frequency, value; community and store of the latest order.
SELECT
    user_id,
    toString(argMax(community_id, (ordered_at, order_id))) AS community_id,
    toString(argMax(store_id, (ordered_at, order_id))) AS store_id,
    uniqExactIf(order_id, business_day > {day:Date} - {window:UInt16}) AS orders,
    dateDiff('day', max(business_day), {day:Date}) AS recency_days,
    sumIf(amount, business_day > {day:Date} - {window:UInt16}) AS monetary_fen,
    dateDiff('day', min(business_day), {day:Date}) AS age_days
FROM fact_order_line
WHERE sold AND business_day <= {day:Date}
GROUP BY user_id
HAVING orders > 0
ORDER BY user_id
