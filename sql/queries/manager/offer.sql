-- Products of stores on offer (sold, shown, opened or received) and those that sold, of a period (current = 1) and of the one compared. A
-- product of a store is known by the hash of both ids; two of them alike would be seen once in 10^7 such tables.
-- include manager/bits.part
SELECT current, offered, active
FROM
(
    SELECT [(toUInt8(0), countIf(bitAnd(what, 4) != 0), countIf(bitAnd(what, 8) != 0)), (toUInt8(1), countIf(bitAnd(what, 1) != 0), countIf(bitAnd(what, 2) != 0))] AS periods
    FROM
    (
        SELECT pair, groupBitOr(toUInt8((bitAnd(on_offer, now) != 0) + 2 * (bitAnd(wanted, now) != 0) + 4 * (bitAnd(on_offer, past) != 0) + 8 * (bitAnd(wanted, past) != 0))) AS what
        FROM
        (
            SELECT f.pair AS pair, f.wanted AS wanted, bitOr(bitOr(f.wanted, f.shown), f.received) AS on_offer,
                   bits[greatest(f.block - intDiv(toInt32({from:Date}), 64), -1) + 2] AS now,
                   bits_before[greatest(f.block - intDiv(toInt32({before:Date}), 64), -1) + 2] AS past
            FROM fact_offer AS f
            WHERE (f.block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64) OR f.block BETWEEN intDiv(toInt32({before:Date}), 64) AND intDiv(toInt32({before_to:Date}), 64))
              AND ({store:String} = '' OR f.store_id = {store:String})
              AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
              AND ({category:String} = '' OR f.category = {category:String}) AND ({product:String} = '' OR f.product_id = {product:String})
        )
        GROUP BY pair
    )
)
ARRAY JOIN periods.1 AS current, periods.2 AS offered, periods.3 AS active
ORDER BY current
