-- What products of a category sold, by store: how a new product may start is told from its like, which are a dozen of thousands.
ALTER TABLE fact_goods ADD PROJECTION IF NOT EXISTS wanted
(
    SELECT business_day, category, product_id, store_id, wanted
    ORDER BY category, product_id
);
ALTER TABLE fact_offer ADD PROJECTION IF NOT EXISTS goods
(
    SELECT block, category, product_id, store_id, ordered, wanted
    ORDER BY category, product_id
);

-- Days that were built before.
ALTER TABLE fact_goods MATERIALIZE PROJECTION wanted;
ALTER TABLE fact_offer MATERIALIZE PROJECTION goods;
