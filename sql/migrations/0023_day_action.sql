-- The funnel of the board adds up clicks by action over weeks: of stores and days that is a thousandth of the rows of fact_click. ClickHouse keeps the
-- projection with each partition, so it is never older than the facts, and uses it by itself where a query asks for these columns only.

ALTER TABLE fact_click ADD PROJECTION IF NOT EXISTS day_action
(
    SELECT business_day, store_id, action, sum(clicks)
    GROUP BY business_day, store_id, action
);

-- Days that were built before; does nothing where it is done.
ALTER TABLE fact_click MATERIALIZE PROJECTION day_action;
