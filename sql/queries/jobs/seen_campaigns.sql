-- Fingerprint of the campaigns that the forecast of a day may know, see models/forecast_history.
SELECT sum(cityHash64(campaign_id, store_id, product_id, starts_at, ends_at, pickup_date, price, p.price)) AS seen
FROM (SELECT * FROM campaign FINAL) AS c
LEFT JOIN (SELECT product_id, price FROM product FINAL) AS p ON p.product_id = c.product_id
WHERE toDate(starts_at) <= {to:Date} AND toDate(ends_at) >= {from:Date} - 1 AND (toDate(starts_at) <= {day:Date} OR updated_at < {day:Date} + 2)
