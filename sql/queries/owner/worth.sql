-- What the order sheets for a day advised against what the day brought, by store, in fen; waste of goods that do not keep until the next
-- day, for what else was thrown away had been ordered on other days.
-- reads days: day
SELECT store_id, count() AS lines, sumIf(s.waste_fen, s.keeps = 0) AS waste_fen, sum(s.missed_fen) AS missed_fen, sum(s.advised_waste_fen) AS advised_waste_fen, sum(s.advised_missed_fen) AS advised_missed_fen
FROM sheet_score AS s
WHERE day = {day:Date}
GROUP BY store_id
ORDER BY store_id
