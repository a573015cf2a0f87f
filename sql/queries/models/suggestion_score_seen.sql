-- Fingerprint of what scores of a day read beside facts: decisions, what was sent, campaigns, stock that came in, and the catalogue.
SELECT
    (SELECT sum(cityHash64('decision', suggestion_id, decision, value)) FROM suggestion_decision FINAL WHERE suggestion_id IN (SELECT suggestion_id FROM suggestion WHERE last_day <= {day:Date} AND last_day > {day:Date} - 28))
    + (SELECT sum(cityHash64('sent', store_id, message_id, business_day, hour)) FROM push_sent FINAL WHERE business_day <= {day:Date} AND business_day > {day:Date} - 68)
    + (SELECT sum(cityHash64('campaign', campaign_id, product_id, store_id, toDate(starts_at))) FROM campaign FINAL WHERE toDate(starts_at) <= {day:Date} AND toDate(starts_at) > {day:Date} - 68)
    + (SELECT sum(cityHash64('receipt', store_id, product_id, business_day)) FROM stock FINAL WHERE kind = 'receipt' AND business_day <= {day:Date} AND business_day > {day:Date} - 35)
    + (SELECT sum(cityHash64('product', product_id, category)) FROM product FINAL) AS seen
