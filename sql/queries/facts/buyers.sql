-- On which days people bought in a store: the blocks of 64 days that some business days lie in, with the bits of these days anew and those
-- of the others as they were.
SELECT block, store_id, buyer_hash, groupBitOr(days) AS bought
FROM
(
    SELECT block, store_id, buyer_hash, toUInt64(bitAnd(b.bought, bitNot(bitShiftLeft(bitShiftRight(toUInt64(18446744073709551615), toUInt8(63 - (last - first))), toUInt8(first))))) AS days
    FROM (SELECT *, greatest(toInt32({from:Date}) - block * 64, 0) AS first, least(toInt32({to:Date}) - block * 64, 63) AS last FROM fact_buyer) AS b
    WHERE block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64)
    UNION ALL
    SELECT toUInt16(intDiv(toInt32(business_day), 64)) AS block, store_id, buyer_hash, groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64)))
    FROM fact_order_line
    WHERE business_day BETWEEN {from:Date} AND {to:Date} AND sold = 1 AND buyer_hash != 0
    GROUP BY block, store_id, buyer_hash
)
GROUP BY block, store_id, buyer_hash
HAVING bought != 0
