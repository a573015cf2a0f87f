-- Fingerprint, per business day, of the clicks, shares, stock movements and imported history that the day's facts are built from.
-- Sums wrap and know no order. A row stored twice changes it once. A day without rows is not listed.
WITH made AS
(
    SELECT share_id, argMin((business_day, cityHash64(share_id, parent_share_id, user_id, store_id, community_id, product_id, channel, business_day)), (event_time, event_id)) AS s
    FROM share
    GROUP BY share_id
)
SELECT day, sum(part) AS seen
FROM
(
    SELECT business_day AS day, cityHash64('click', count(), sum(id_hash)) AS part FROM click GROUP BY business_day
    UNION ALL
    SELECT s.1, sum(s.2) FROM made GROUP BY s.1
    UNION ALL
    -- what is known of the shares that were clicked: a share that is told late is worth something on each day of its clicks
    SELECT c.business_day, sum(cityHash64('clicked', m.s.2))
    FROM (SELECT DISTINCT business_day, sipHash64(share_id) AS id FROM click WHERE share_id != '') AS c
    INNER JOIN (SELECT sipHash64(share_id) AS id, s FROM made) AS m ON m.id = c.id
    GROUP BY c.business_day
    UNION ALL
    SELECT business_day, sum(cityHash64('stock', movement_id, store_id, product_id, event_time, kind, quantity, unit_cost))
    FROM stock FINAL
    WHERE kind IN ('waste', 'sold_out', 'receipt')
    GROUP BY business_day
    UNION ALL
    SELECT business_day, sum(cityHash64('history', store_id, product_id, quantity, stockout, revenue)) FROM sales_history FINAL GROUP BY business_day
)
WHERE day > toDate(0)
GROUP BY day
