WITH
    -- the bits of a period in its first block, its second, and so on; 0 in any other
    (
        SELECT groupArray(if(last < first, toUInt64(0), bitShiftLeft(bitShiftRight(18446744073709551615, toUInt8(63 - (last - first))), toUInt8(first))))
        FROM (SELECT greatest(toInt32({from:Date}) - toInt32(number) * 64, 0) AS first, least(toInt32({to:Date}) - toInt32(number) * 64, 63) AS last FROM numbers(toUInt64(intDiv(toInt32({from:Date}), 64)), toUInt64(intDiv(toInt32({to:Date}), 64) - intDiv(toInt32({from:Date}), 64) + 1)))
    ) AS bits,
    (
        SELECT groupArray(if(last < first, toUInt64(0), bitShiftLeft(bitShiftRight(18446744073709551615, toUInt8(63 - (last - first))), toUInt8(first))))
        FROM (SELECT greatest(toInt32({before:Date}) - toInt32(number) * 64, 0) AS first, least(toInt32({before_to:Date}) - toInt32(number) * 64, 63) AS last FROM numbers(toUInt64(intDiv(toInt32({before:Date}), 64)), toUInt64(intDiv(toInt32({before_to:Date}), 64) - intDiv(toInt32({before:Date}), 64) + 1)))
    ) AS bits_before
