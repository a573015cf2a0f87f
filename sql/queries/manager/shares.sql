-- What shares brought in a period (current = 1) and in the one before.
SELECT toUInt8(f.business_day >= {from:Date}) AS current, toUInt64(sum(f.shares)) AS shares, toUInt64(sum(f.visitors)) AS visitors,
       toUInt64(sum(f.buyers)) AS buyers, toUInt64(sum(f.orders)) AS orders, sum(f.amount) AS amount
FROM fact_share AS f
WHERE f.business_day BETWEEN {before:Date} AND {to:Date}
GROUP BY current
ORDER BY current
