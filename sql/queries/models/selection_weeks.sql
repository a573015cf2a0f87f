-- How many whole weeks of sales there are up to the day, at most twelve; 0 when there are none.
SELECT toInt64(if(count() = 0, 0, least(12, greatest(1, intDiv(dateDiff('day', min(business_day), {day:Date}) + 1, 7))))) AS weeks
FROM fact_demand
WHERE business_day <= {day:Date} AND business_day > {day:Date} - 84 AND quantity > 0
