-- Different buyers of a period (current = 1) and of the one that it is compared with. The alias of
-- somebody erased is one per day, no person: it is left out (sales keep it).
-- include manager/bits.part
SELECT current, buyers
FROM
(
    SELECT [(toUInt8(0), uniqExactIf(f.buyer_hash, bitAnd(f.bought, bits_before[greatest(f.block - intDiv(toInt32({before:Date}), 64), -1) + 2]) != 0)), (toUInt8(1), uniqExactIf(f.buyer_hash, bitAnd(f.bought, bits[greatest(f.block - intDiv(toInt32({from:Date}), 64), -1) + 2]) != 0))] AS periods
    FROM fact_buyer AS f
    WHERE (f.block BETWEEN intDiv(toInt32({from:Date}), 64) AND intDiv(toInt32({to:Date}), 64) OR f.block BETWEEN intDiv(toInt32({before:Date}), 64) AND intDiv(toInt32({before_to:Date}), 64))
      AND ({store:String} = '' OR f.store_id = {store:String})
      AND ({city:String} = '' OR f.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
)
ARRAY JOIN periods.1 AS current, periods.2 AS buyers
ORDER BY current
