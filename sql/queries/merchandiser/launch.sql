-- What the like of a new product ({products} of {category}) sell at each store in a week of the last four up to {day}, and which of them were
-- launched there: first wanted two weeks or more after the store's own first day, 28 to 180 days ago. Where three or more were, they are
-- named with the day: the page takes the weeks after it instead (merchandiser/launched). Bits tell the first day, so no other days are read.
WITH
    (SELECT max(business_day) FROM fact_goods WHERE business_day <= {day:Date}) AS last,
    (SELECT (groupArray(s.store_id), groupArray(s.first)) FROM (SELECT toString(store_id) AS store_id, min(business_day) AS first FROM fact_board WHERE level = 'store' AND store_days > 0 AND business_day > last - 194 AND business_day <= last GROUP BY store_id) AS s) AS opened
SELECT p.store_id AS store_id, last AS as_of, count() AS likes, countIf(p.launch) AS launched, if(launched >= 3, groupArrayIf(p.product_id, p.launch), []) AS products, if(launched >= 3, groupArrayIf(p.first, p.launch), []) AS firsts,
       quantileExact(0.5)(w.quantity / 4) AS middle, quantileExact(0.1)(w.quantity / 4) AS low, quantileExact(0.9)(w.quantity / 4) AS high
FROM
(
    SELECT toString(o.store_id) AS store_id, toString(o.product_id) AS product_id, toDate(min(o.block * 64 + bitCount(bitXor(o.wanted, o.wanted - 1)) - 1)) AS first,
           first > last - 180 AND first <= last - 27 AND first >= transform(store_id, opened.1, opened.2, last) + 14 AS launch
    FROM fact_offer AS o
    WHERE o.category = {category:String} AND o.product_id IN {products:Array(String)} AND o.wanted != 0 AND o.block <= intDiv(toUInt16(last), 64)
    GROUP BY o.store_id, o.product_id
    HAVING first <= last
) AS p
LEFT JOIN
(
    SELECT toString(g.store_id) AS store_id, toString(g.product_id) AS product_id, sum(g.wanted) AS quantity
    FROM fact_goods AS g
    WHERE g.category = {category:String} AND g.product_id IN {products:Array(String)} AND g.business_day > last - 28 AND g.business_day <= last
    GROUP BY g.store_id, g.product_id
) AS w ON w.store_id = p.store_id AND w.product_id = p.product_id
GROUP BY store_id
ORDER BY middle DESC, store_id
