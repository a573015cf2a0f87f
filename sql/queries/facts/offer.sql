-- On which days each product of a store was ordered, wanted, shown and received: the blocks of 64 days that some business days lie in,
-- with the bits of these days anew and those of the others as they were.
WITH
    -- a block's bits of the days that are built
    bitShiftLeft(bitShiftRight(toUInt64(18446744073709551615), toUInt8(63 - (last - first))), toUInt8(first)) AS anew
SELECT n.block AS block, n.store_id AS store_id, n.product_id AS product_id, any(p.category) AS category,
    groupBitOr(n.ordered) AS ordered, groupBitOr(n.wanted) AS wanted, groupBitOr(n.shown) AS shown, groupBitOr(n.received) AS received
FROM
(
    SELECT block, store_id, product_id, toUInt64(bitAnd(o.ordered, bitNot(anew))) AS ordered, toUInt64(bitAnd(o.wanted, bitNot(anew))) AS wanted, toUInt64(bitAnd(o.shown, bitNot(anew))) AS shown, toUInt64(bitAnd(o.received, bitNot(anew))) AS received
    FROM (SELECT *, greatest(toInt32({from:Date}) - block * 64, 0) AS first, least(toInt32({to:Date}) - block * 64, 63) AS last FROM fact_offer) AS o
    WHERE block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64)
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))), toUInt64(0), toUInt64(0), toUInt64(0)
    FROM fact_order_line
    WHERE business_day BETWEEN {from:Date} AND {to:Date} AND sold = 1
    GROUP BY block, store_id, product_id
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, toUInt64(0), groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))), toUInt64(0), toUInt64(0)
    FROM fact_demand
    WHERE business_day BETWEEN {from:Date} AND {to:Date} AND quantity > 0
    GROUP BY block, store_id, product_id
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, toUInt64(0), toUInt64(0), groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))), toUInt64(0)
    FROM fact_click
    WHERE business_day BETWEEN {from:Date} AND {to:Date} AND action IN ('impression', 'view') AND product_id != ''
    GROUP BY block, store_id, product_id
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, product_id, toUInt64(0), toUInt64(0), toUInt64(0), groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64)))
    FROM stock FINAL
    WHERE business_day BETWEEN {from:Date} AND {to:Date} AND kind = 'receipt'
    GROUP BY block, store_id, product_id
) AS n
LEFT JOIN (SELECT product_id, category FROM product FINAL) AS p ON p.product_id = n.product_id
GROUP BY block, store_id, product_id
HAVING bitOr(bitOr(ordered, wanted), bitOr(shown, received)) != 0
