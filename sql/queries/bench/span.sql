-- First and last day of the daily facts, how many there are, and the newest sheet: what a walk through the pages is about.
SELECT (SELECT min(business_day) FROM fact_store) AS first, (SELECT max(business_day) FROM fact_store) AS last, (SELECT max(as_of) FROM order_sheet) AS sheet,
       (SELECT sum(clicks) FROM fact_click) AS clicks, (SELECT count() FROM fact_order_line) AS lines, (SELECT sum(shares) FROM fact_share) AS shares
