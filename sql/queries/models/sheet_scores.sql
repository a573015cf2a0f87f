-- The order sheets that served one day against what the day brought. Advised is what would have been there in the morning had the
-- sheet been followed: ordered, and of what was on hand and under way what the days since left. Demand is what was sold; where the
-- shelf went empty, what was expected if that is more, for nobody counts who left without. A leftover is waste only where the goods
-- do not keep until the next day. A margin that is not known is a quarter of the price. Stores that did not report the day are left out.
WITH
    sheet AS
    (
        SELECT *
        FROM order_sheet
        WHERE day = {day:Date} AND as_of < {day:Date} AND as_of >= {day:Date} - 13
            AND store_id IN (SELECT store_id FROM fact_store WHERE business_day = {day:Date})
        ORDER BY as_of DESC
        LIMIT 1 BY store_id, product_id
    ),
    since AS
    (
        SELECT f.store_id AS store_id, f.product_id AS product_id, toFloat64(sum(toDecimal64(f.quantity, 3))) AS units
        FROM fact_demand AS f
        INNER JOIN sheet AS s ON s.store_id = f.store_id AND s.product_id = f.product_id
        WHERE f.business_day > s.as_of AND f.business_day < {day:Date} AND f.business_day > {day:Date} - 13
        GROUP BY store_id, product_id
    )
SELECT
    s.day AS day, s.as_of AS as_of, s.store_id AS store_id, s.product_id AS product_id, p.category AS category,
    s.quantity + greatest(0., s.on_hand + s.on_order - b.units) AS advised,
    d.quantity AS sold, if(d.stockout > 0, greatest(d.quantity, s.expected), d.quantity) AS demand, d.stockout AS stockout,
    toUInt8(p.shelf_life_days != 1) AS keeps, d.waste_cost AS waste_fen, toInt64(round((demand - sold) * margin)) AS missed_fen,
    toInt64(round(if(keeps, 0., greatest(0., advised - demand) * (p.price - margin)))) AS advised_waste_fen,
    toInt64(round(greatest(0., demand - advised) * margin)) AS advised_missed_fen
FROM sheet AS s
LEFT JOIN (SELECT * FROM fact_demand WHERE business_day = {day:Date}) AS d ON d.store_id = s.store_id AND d.product_id = s.product_id
LEFT JOIN since AS b ON b.store_id = s.store_id AND b.product_id = s.product_id
LEFT JOIN (SELECT product_id, category, price, shelf_life_days, if(cost > 0, greatest(0., toFloat64(price - cost)), price / 4) AS margin FROM product FINAL) AS p ON p.product_id = s.product_id
