WITH
    -- The bits of a period in its first block, its second, and so on, after a 0 for the blocks before it (a negative index would count from
    -- the end); behind the last there is nothing, which is 0.
    (
        SELECT arrayPushFront(groupArray(if(last < first, toUInt64(0), bitShiftLeft(bitShiftRight(18446744073709551615, toUInt8(63 - (last - first))), toUInt8(first)))), toUInt64(0))
        FROM (SELECT greatest(toInt32({from:Date}) - toInt32(number) * 64, 0) AS first, least(toInt32({to:Date}) - toInt32(number) * 64, 63) AS last FROM numbers(toUInt64(intDiv(toInt32({from:Date}), 64)), toUInt64(intDiv(toInt32({to:Date}), 64) - intDiv(toInt32({from:Date}), 64) + 1)))
    ) AS bits,
    (
        SELECT arrayPushFront(groupArray(if(last < first, toUInt64(0), bitShiftLeft(bitShiftRight(18446744073709551615, toUInt8(63 - (last - first))), toUInt8(first)))), toUInt64(0))
        FROM (SELECT greatest(toInt32({before:Date}) - toInt32(number) * 64, 0) AS first, least(toInt32({before_to:Date}) - toInt32(number) * 64, 63) AS last FROM numbers(toUInt64(intDiv(toInt32({before:Date}), 64)), toUInt64(intDiv(toInt32({before_to:Date}), 64) - intDiv(toInt32({before:Date}), 64) + 1)))
    ) AS bits_before
