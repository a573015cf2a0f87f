-- Which of some products, by product and partner, customers of the sample bought both of, and how many times likelier that is than by chance.
SELECT toString(product_id) AS product_id, toString(with_id) AS with_id, both, lift
FROM product_partner
WHERE as_of = (SELECT max(as_of) FROM product_partner WHERE as_of <= {day:Date}) AND has({pairs:Array(String)}, concat(product_id, '|', with_id))
