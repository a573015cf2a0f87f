-- What the board adds up per store of some business days: from the order lines, and as fact_hour, fact_buyer, fact_goods, fact_offer and, last, fact_board have it.
WITH
    lines AS
    (
        SELECT business_day AS day, toString(store_id) AS store_id, uniqExactIf(order_id, sold) AS orders, uniqExactIf(user_id, sold AND NOT startsWith(user_id, '~')) AS buyers, sumIf(l.amount, sold) AS amount,
            uniqExactIf(product_id, sold) AS products
        FROM fact_order_line AS l
        WHERE business_day BETWEEN {from:Date} AND {to:Date}
        GROUP BY day, store_id
    ),
    board AS
    (
        SELECT day, toString(s) AS store_id, sum(o) AS orders, sum(b) AS buyers, sum(a) AS amount, sum(p) AS products, sum(so) AS store_orders, sum(ca) AS category_amount
        FROM
        (
            SELECT business_day AS day, store_id AS s, sum(h.orders) AS o, toUInt64(0) AS b, toInt64(0) AS a, toUInt64(0) AS p, toUInt64(0) AS so, toInt64(0) AS ca
            FROM fact_hour AS h
            WHERE business_day BETWEEN {from:Date} AND {to:Date}
            GROUP BY day, s
            UNION ALL
            SELECT toDate(arrayJoin(bitPositionsToArray(bought)) + block * 64) AS day, store_id AS s, 0, count(), 0, 0, 0, 0
            FROM fact_buyer
            WHERE block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64) AND day BETWEEN {from:Date} AND {to:Date}
            GROUP BY day, s
            UNION ALL
            SELECT business_day AS day, store_id AS s, 0, 0, sum(g.amount), 0, 0, 0
            FROM fact_goods AS g
            WHERE business_day BETWEEN {from:Date} AND {to:Date} AND product_id = '' AND lines > 0
            GROUP BY day, s
            UNION ALL
            SELECT toDate(arrayJoin(bitPositionsToArray(ordered)) + block * 64) AS day, store_id AS s, 0, 0, 0, count(), 0, 0
            FROM fact_offer
            WHERE block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64) AND day BETWEEN {from:Date} AND {to:Date}
            GROUP BY day, s
            UNION ALL
            SELECT business_day AS day, store_id AS s, 0, 0, 0, 0, sumIf(g.orders, level = 'store'), sumIf(g.amount, level = 'category')
            FROM fact_board AS g
            WHERE business_day BETWEEN {from:Date} AND {to:Date} AND level IN ('store', 'category') AND store_days > 0
            GROUP BY day, s
        )
        GROUP BY day, store_id
    )
SELECT
    day,
    [sum(e.orders), sum(e.buyers), sum(e.amount), sum(e.products), sum(e.orders), sum(e.amount)]::Array(Int64) AS events,
    [sum(f.orders), sum(f.buyers), sum(f.amount), sum(f.products), sum(f.store_orders), sum(f.category_amount)]::Array(Int64) AS facts,
    groupArrayIf(5)(store_id, (e.orders, e.buyers, e.amount, e.products, e.orders, e.amount) != (f.orders, f.buyers, f.amount, f.products, f.store_orders, f.category_amount)) AS names
FROM lines AS e
FULL JOIN board AS f USING (day, store_id)
GROUP BY day
