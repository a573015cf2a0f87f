-- Fingerprint of the texts of merchandisers, and of what the catalogue says that messages repeat.
SELECT (SELECT sum(cityHash64(name, language, text)) FROM message_template FINAL WHERE text != '')
    + (SELECT sum(cityHash64('product', product_id, name, name_en, unit, price, sensitive)) FROM product FINAL)
    + (SELECT sum(cityHash64('category', category, name, name_en, sensitive)) FROM category FINAL)
    + (SELECT sum(cityHash64('campaign', campaign_id, product_id, store_id, starts_at, ends_at, price, group_size)) FROM campaign FINAL WHERE toDate(ends_at) > {day:Date} AND toDate(starts_at) <= {day:Date} + 7) AS seen
