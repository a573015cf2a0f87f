-- Whether clicks are recorded in the window.
SELECT count() > 0 AS has FROM fact_click WHERE business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
