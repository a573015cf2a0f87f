-- Days with events, stock movements or history newer than what their last good build saw. A new event
-- of an order reopens every day that the order ever touched: an earlier event that comes late moves it from one day to another,
-- a new pickup day takes it away from the old one.
WITH newest AS
(
    SELECT day, max(at) AS at FROM
    (
        SELECT arrayJoin(arrayDistinct(arrayConcat(days, pickups))) AS day, at
        FROM (SELECT groupUniqArray(business_day) AS days, groupUniqArray(pickup_date) AS pickups, max(ingested_at) AS at FROM order_event GROUP BY order_id)
        UNION ALL
        SELECT business_day, max(ingested_at) FROM click GROUP BY business_day
        UNION ALL
        SELECT business_day, max(ingested_at) FROM share GROUP BY business_day
        UNION ALL
        SELECT business_day, max(updated_at) FROM stock GROUP BY business_day
        UNION ALL
        SELECT business_day, max(updated_at) FROM sales_history GROUP BY business_day
    )
    GROUP BY day
)
SELECT n.day AS day
FROM newest AS n
LEFT JOIN (SELECT day, max(cutoff) AS cutoff FROM job_run FINAL WHERE job = 'daily_facts' AND status = 'ok' GROUP BY day) AS r ON r.day = n.day
WHERE n.day > toDate(0) AND n.day <= {open:Date} AND n.at > r.cutoff
ORDER BY day
