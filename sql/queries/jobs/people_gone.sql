-- Whether what a job published per person for a day has gone by age: there is nothing of the day, and something of a much later one.
SELECT toUInt8(max(as_of) > {day:Date} + {keep:UInt16} AND countIf(as_of = {day:Date}) = 0) AS gone
FROM {table:Identifier}
WHERE as_of >= {day:Date}
