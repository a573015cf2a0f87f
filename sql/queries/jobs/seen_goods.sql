-- Fingerprint of what an order sheet reads beside facts and forecasts: the catalogue and the stock movements up to its day.
SELECT
    (SELECT sum(cityHash64(product_id, category, unit, price, cost, shelf_life_days, pack_size, lead_time_days)) FROM product FINAL)
    + (SELECT sum(cityHash64(movement_id, store_id, product_id, event_time, kind, quantity)) FROM stock FINAL WHERE business_day <= {day:Date}) AS seen
