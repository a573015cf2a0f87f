-- Fingerprint of what the community job reads beside facts: places, names of categories and what is sensitive.
SELECT
    (SELECT sum(cityHash64('community', community_id, store_id, latitude, longitude, households)) FROM community FINAL)
    + (SELECT sum(cityHash64('store', store_id, latitude, longitude, opened_on)) FROM store FINAL)
    + (SELECT sum(cityHash64('category', category, name, name_en, sensitive)) FROM category FINAL)
    + (SELECT sum(cityHash64('product', product_id, category)) FROM product FINAL WHERE sensitive) AS seen
