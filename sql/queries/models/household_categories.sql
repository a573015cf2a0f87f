-- Categories bought in the window.
SELECT DISTINCT toString(category) AS category FROM fact_order_line
WHERE sold AND category != '' AND business_day <= {day:Date} AND business_day > {day:Date} - {window:UInt16}
ORDER BY category
