-- Fingerprint, per business day, of those published facts that models read: what was sold to whom and when, demand, clicked
-- products, stores. That an order of the day was handed over changes no advice and no fingerprint.
SELECT day, sum(part) AS seen
FROM
(
    SELECT business_day AS day, sum(cityHash64('line', order_id, line, store_id, community_id, user_id, product_id, category, ordered_at, hour, pickup_date, quantity, amount)) AS part
    FROM fact_order_line
    WHERE sold AND business_day BETWEEN {from:Date} AND {to:Date}
    GROUP BY day
    UNION ALL
    SELECT business_day, sum(cityHash64('demand', store_id, product_id, category, quantity, buyers, orders, amount, stockout))
    FROM fact_demand
    WHERE business_day BETWEEN {from:Date} AND {to:Date}
    GROUP BY business_day
    UNION ALL
    SELECT business_day, sum(DISTINCT cityHash64('click', store_id, product_id))
    FROM fact_click
    WHERE business_day BETWEEN {from:Date} AND {to:Date}
    GROUP BY business_day
    UNION ALL
    SELECT business_day, sum(cityHash64('store', store_id, orders))
    FROM fact_store
    WHERE business_day BETWEEN {from:Date} AND {to:Date}
    GROUP BY business_day
)
GROUP BY day
