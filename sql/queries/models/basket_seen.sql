-- Fingerprint of what next baskets read beside facts: what is sensitive, where communities belong, who opted out.
SELECT
    (SELECT sum(cityHash64(product_id, category, sensitive)) FROM product FINAL)
    + (SELECT sum(cityHash64(category, sensitive)) FROM category FINAL)
    + (SELECT sum(cityHash64(community_id, store_id)) FROM community FINAL)
    + (SELECT sum(cityHash64(user_id)) FROM personal_optout FINAL WHERE opted_out = 1) AS seen
