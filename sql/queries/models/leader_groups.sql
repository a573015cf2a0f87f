-- Campaigns with a minimum number of buyers that are over: how many wanted to buy in each store, and the margin of each.
SELECT
    toString(l.store_id) AS store_id,
    toString(any(l.category)) AS category,
    c.campaign_id AS campaign_id,
    toInt64(any(c.group_size)) AS size,
    -- a failed campaign cancels all; who withdrew from one that came about is not counted
    toFloat64(if(uniqExactIf(l.user_id, l.status != 'cancelled') > 0, uniqExactIf(l.user_id, l.status != 'cancelled'), uniqExact(l.user_id))) AS buyers,
    toFloat64(sum(l.amount - l.cost)) AS margin,
    toFloat64(sum(l.amount)) AS amount,
    toFloat64(uniqExact(l.user_id)) AS people
FROM fact_order_line AS l
INNER JOIN (SELECT campaign_id, group_size, ends_at FROM campaign FINAL WHERE group_size > 0) AS c ON c.campaign_id = l.campaign_id
WHERE l.business_day <= {day:Date} AND l.business_day > {day:Date} - 180 AND toDate(c.ends_at) <= {day:Date}
GROUP BY l.store_id, c.campaign_id
ORDER BY store_id, category, campaign_id
