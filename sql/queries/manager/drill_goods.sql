-- Sales of a category or product by city or by store ({by}), by the day of the order, with the period compared.
-- reads days: from..to, before..before_to
SELECT *, sum(amount) OVER () AS total
FROM
(
    SELECT if({by:String} = 'city', s.city, f.store_id) AS id, if({by:String} = 'city', any(s.city), any(s.name)) AS name, '' AS name_en, if({by:String} = 'city', '', any(s.city)) AS note,
           sumIf(f.amount, f.business_day >= {from:Date}) AS amount, sumIf(f.amount, f.business_day < {from:Date}) AS before_amount,
           toUInt64(sumIf(f.orders, f.business_day >= {from:Date})) AS orders, sumIf(f.units, f.business_day >= {from:Date}) AS units,
           toInt64(0) AS waste, uniqExactIf(f.store_id, f.business_day >= {from:Date}) AS stores
    FROM fact_goods AS f
    LEFT JOIN (SELECT store_id, name, city FROM store FINAL) AS s ON s.store_id = f.store_id
    WHERE (f.business_day BETWEEN {from:Date} AND {to:Date} OR f.business_day BETWEEN {before:Date} AND {before_to:Date}) AND f.orders > 0
      AND f.product_id = {product:String} AND ({category:String} = '' OR f.category = {category:String})
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
    GROUP BY id
)
ORDER BY amount DESC, id
LIMIT {rows:UInt32}
