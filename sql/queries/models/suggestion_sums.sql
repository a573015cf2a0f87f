-- Scores of the 28 days that end with a day, per store, kind and week: the clusters of the summary. Only the first of the same advice in its week counts.
SELECT
    toString(s.store_id) AS store_id, toString(s.kind) AS kind, toMonday(s.as_of) AS week, toString(any(s.gain_unit)) AS gain_unit, toUInt32(count()) AS advised, toUInt32(countIf(s.followed)) AS followed,
    toUInt32(countIf(s.verdict = 'hit')) AS hits, toUInt32(countIf(s.verdict = 'miss')) AS misses, arraySum(arraySort(groupArrayIf(s.gain, s.verdict != 'void'))) AS gain,
    toUInt32(countIf(isNotNull(s.chain_gain))) AS chain_judged, arraySum(arraySort(groupArray(ifNull(s.chain_gain, 0.)))) AS chain_gain
FROM suggestion_score AS s
WHERE s.day <= {day:Date} AND s.day > {day:Date} - 28 AND s.counted
GROUP BY store_id, kind, week
ORDER BY store_id, kind, week
