-- Order lines in the daily facts and what they sold for, fen.
SELECT uniqExact(order_id, line) AS lines, sumIf(amount, sold) AS revenue
FROM fact_order_line
