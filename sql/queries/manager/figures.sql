-- Sums over a period (current = 1) and over the one that it is compared with. Of a category or product: sales by the day of the order, waste and
-- stock-outs by the day on which goods were there, no buyers.
-- include manager/board.part
-- reads days: from..to, before..before_to
SELECT f.current AS current, toUInt64(sum(f.store_days)) AS store_days, sum(f.orders) AS orders, sum(f.amount) AS amount, sum(f.units) AS units, sum(f.cost) AS cost,
       sum(f.buyers) AS buyer_days, sum(f.repeat_buyers) AS repeat_days, sum(f.new_buyers) AS new_buyers, sum(f.refunded) AS refunded, sum(f.after_sale) AS after_sale, sum(f.waste_cost) AS waste,
       sum(f.stockout) AS stockout_weighted, sum(f.on_sale) AS product_days
FROM board AS f
GROUP BY current
ORDER BY current
