-- What a new product of a category and price may sell in a week of its first four weeks, by what its like sold in theirs, per store: the
-- twelve products of the category nearest in price. A product was launched at a store if its first sale there is two weeks or more after
-- the store's own first day; without three launches the weeks up to {day} of products on sale stand in, and launched is 0.
WITH
    (SELECT max(business_day) FROM fact_goods WHERE business_day <= {day:Date}) AS last,
    alike AS
    (
        SELECT product_id FROM product FINAL
        WHERE category = {category:String} AND price BETWEEN {price:Int64} / 2.5 AND {price:Int64} * 2.5 AND price > 0 AND product_id IN
              (SELECT o.product_id FROM fact_offer AS o WHERE o.category = {category:String} AND o.block BETWEEN intDiv(toInt32(last) - 179, 64) AND intDiv(toInt32(last), 64)
                 AND bitAnd(bitShiftRight(o.ordered, toUInt8(greatest(toInt32(last) - 179 - o.block * 64, 0))), bitShiftRight(18446744073709551615, toUInt8(63 - (least(toInt32(last) - o.block * 64, 63) - greatest(toInt32(last) - 179 - o.block * 64, 0))))) != 0)
        ORDER BY abs(log(price / {price:Int64})), product_id
        LIMIT 12
    ),
    opened AS (SELECT store_id, min(business_day) AS first FROM fact_store GROUP BY store_id),
    sold AS
    (
        SELECT f.store_id AS store_id, f.product_id AS product_id, min(f.business_day) AS first, o.first AS opened,
               arraySort(groupArray((f.business_day, f.quantity))) AS days
        FROM (SELECT toString(store_id) AS store_id, toString(product_id) AS product_id, business_day, sum(d.wanted) AS quantity FROM fact_goods AS d WHERE d.product_id IN (SELECT product_id FROM alike) AND d.business_day <= last AND d.wanted > 0 GROUP BY d.store_id, d.product_id, business_day) AS f
        LEFT JOIN (SELECT toString(store_id) AS store_id, first FROM opened) AS o ON o.store_id = f.store_id
        GROUP BY store_id, product_id, opened
    ),
    weeks AS
    (
        SELECT store_id, product_id, first >= opened + 14 AND first <= last - 27 AS launch,
               arraySum(arrayMap(d -> if(d.1 <= first + 27, d.2, 0.), days)) / 4 AS launched_week,
               arraySum(arrayMap(d -> if(d.1 > last - 28, d.2, 0.), days)) / 4 AS present_week
        FROM sold
    )
SELECT w.store_id AS store_id, if(st.name = '', w.store_id, st.name) AS store, last AS as_of, countIf(launch) AS launched, count() AS likes,
       quantileExactIf(0.5)(if(launch OR NOT enough, week, 0.), launch OR NOT enough) AS middle, quantileExactIf(0.1)(week, launch OR NOT enough) AS low, quantileExactIf(0.9)(week, launch OR NOT enough) AS high
FROM (SELECT *, countIf(launch) OVER (PARTITION BY store_id) >= 3 AS enough, if(enough, launched_week, present_week) AS week FROM weeks) AS w
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = w.store_id
GROUP BY store_id, store
ORDER BY middle DESC, store_id
LIMIT 500
