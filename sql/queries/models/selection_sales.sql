-- Orders per store and product of the last twelve weeks (p00 the newest; units where orders are not known), with the units of the
-- last {window} days and the days of them on which the store sold or showed the product. Services are no goods and left out.
SELECT
    store_id, product_id,
    sumIf(n, week = 0) AS p00, sumIf(n, week = 1) AS p01, sumIf(n, week = 2) AS p02, sumIf(n, week = 3) AS p03, sumIf(n, week = 4) AS p04, sumIf(n, week = 5) AS p05,
    sumIf(n, week = 6) AS p06, sumIf(n, week = 7) AS p07, sumIf(n, week = 8) AS p08, sumIf(n, week = 9) AS p09, sumIf(n, week = 10) AS p10, sumIf(n, week = 11) AS p11,
    toFloat64(sum(u)) AS units, toFloat64(bitCount(groupBitOr(mask))) AS days
FROM
(
    SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, toUInt16({day:Date} - business_day) AS age, intDiv(age, 7) AS week,
           toFloat64(if(orders > 0, toInt64(orders), toInt64(ceil(quantity)))) AS n, if(age < {window:UInt16}, toDecimal64(quantity, 3), 0) AS u,
           if(age < {window:UInt16}, bitShiftLeft(toUInt64(1), age), toUInt64(0)) AS mask
    FROM fact_demand
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - 84 AND category != 'service' AND quantity > 0
    UNION ALL
    SELECT toString(store_id), toString(product_id), toUInt16({day:Date} - business_day) AS age, 0, 0., 0, bitShiftLeft(toUInt64(1), age)
    FROM fact_click
    WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16} AND product_id != ''
)
GROUP BY store_id, product_id
ORDER BY store_id, product_id
