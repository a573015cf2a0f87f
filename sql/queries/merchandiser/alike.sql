-- The products nearest in price to a new one of a category.
-- reads days: day - 179..day
SELECT product_id, if(name = '', product_id, name) AS name, name_en, price
FROM product FINAL
WHERE category = {category:String} AND price BETWEEN {price:Int64} / 2.5 AND {price:Int64} * 2.5 AND price > 0 AND product_id IN (SELECT product_id FROM fact_demand WHERE business_day > {day:Date} - 180 AND business_day <= {day:Date} AND product_id IN (SELECT product_id FROM product FINAL WHERE category = {category:String} AND price BETWEEN {price:Int64} / 2.5 AND {price:Int64} * 2.5))
ORDER BY abs(log(price / {price:Int64})), product_id
LIMIT 12
