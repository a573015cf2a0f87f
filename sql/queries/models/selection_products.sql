-- Products with what the chain sold of them in the last {window} days: the catalogue, and what sold without being in it.
WITH
    sold AS
    (
        SELECT toString(product_id) AS id, toString(any(category)) AS category, toFloat64(sumIf(toDecimal64(quantity, 3), recent)) AS units, sumIf(if(orders > 0, toInt64(orders), toInt64(ceil(quantity))), recent) AS orders,
               sumIf(amount, recent) AS revenue, sumIf(waste_cost, recent) AS waste
        FROM (SELECT *, business_day > {day:Date} - {window:UInt16} AS recent FROM fact_demand WHERE business_day <= {day:Date} AND business_day > {day:Date} - 84 AND (quantity > 0 OR waste_cost > 0))
        GROUP BY id
    ),
    buyers AS
    (
        SELECT toString(product_id) AS id, uniqExact(user_id) AS buyers
        FROM fact_order_line
        WHERE sold AND NOT startsWith(user_id, '~') AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
        GROUP BY id
    )
SELECT
    if(p.product_id = '', s.id, p.product_id) AS product_id, if(p.product_id = '', s.category, toString(p.category)) AS category,
    c.name AS category_zh, c.name_en AS category_en, toFloat64(p.price) AS price, toFloat64(p.cost) AS cost, toInt64(p.shelf_life_days) AS life, toFloat64(p.pack_size) AS pack,
    toString(p.storage) AS storage, toString(p.unit) AS unit, toInt64(p.sensitive OR c.sensitive) AS sensitive,
    s.units AS units, toFloat64(s.orders) AS orders, toFloat64(b.buyers) AS buyers, toFloat64(s.revenue) AS revenue, toFloat64(s.waste) AS waste
FROM sold AS s
FULL JOIN (SELECT * FROM product FINAL) AS p ON p.product_id = s.id
LEFT JOIN buyers AS b ON b.id = if(p.product_id = '', s.id, p.product_id)
LEFT JOIN (SELECT category, name, name_en, sensitive FROM category FINAL) AS c ON c.category = if(p.product_id = '', s.category, toString(p.category))
WHERE category != 'service'
ORDER BY product_id
