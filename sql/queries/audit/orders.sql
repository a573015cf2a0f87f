-- The orders of each business day twice, for one slice of all orders: folded anew from their events, by sums and whole numbers
-- only, and as the daily facts have them. Quantities in thousandths, money in fen.
WITH
    events AS
    (
        SELECT *, arrayMap(q -> toInt64(q * 1000), `lines.quantity`) AS quantities
        FROM order_event
        WHERE cityHash64(order_id) % {slices:UInt64} = {slice:UInt64}
        ORDER BY event_id, _topic, _partition, _offset
        LIMIT 1 BY event_id
    ),
    orders AS
    (
        SELECT
            order_id,
            argMin(business_day, (event_time, event_id)) AS day,
            countIf(status IN ('paid', 'ready', 'picked_up', 'refunded')) > 0 AS paid,
            argMaxIf((`lines.product_id`, quantities, `lines.unit_price`, `lines.discount`),
                (indexOf(['ready', 'picked_up', 'placed', 'paid'], status), event_time, event_id),
                notEmpty(quantities) AND status NOT IN ('cancelled', 'refunded')) AS bill,
            countIf(status IN ('cancelled', 'refunded') AND empty(quantities)) > 0 AS all_back,
            sumMapIf(`lines.product_id`, quantities, status IN ('cancelled', 'refunded')) AS back
        FROM events
        GROUP BY order_id
        HAVING day BETWEEN {from:Date} AND {to:Date} AND notEmpty(bill.1)
    ),
    lines AS
    (
        SELECT
            order_id, day, paid,
            arrayMap((q, price, off) -> intDiv(q * price + 500, 1000) - off, bill.2, bill.3, bill.4) AS totals,
            -- what went back is taken from the first lines of its product
            arrayMap((p, q, i) -> if(all_back, 0, q - least(q, greatest(0, back.2[indexOf(back.1, p)]
                - arraySum(arrayMap((p2, q2) -> if(p2 = p, q2, 0), arraySlice(bill.1, 1, i - 1), arraySlice(bill.2, 1, i - 1)))))),
                bill.1, bill.2, arrayEnumerate(bill.1)) AS kept,
            arrayMap((total, q, k) -> if(q = 0, total, toInt64(intDiv(2 * toInt128(total) * k + q, 2 * toInt128(q)))), totals, bill.2, kept) AS amounts
        FROM orders
    ),
    folded AS
    (
        SELECT order_id, day, length(totals) AS lines, arraySum(totals) AS billed,
            if(paid, arraySum(kept), 0) AS units, if(paid, arraySum(amounts), 0) AS revenue
        FROM lines
    ),
    facts AS
    (
        SELECT order_id, business_day AS day, uniqExact(line) AS lines, sum(amount) AS billed,
            toInt64(sumIf(quantity, sold) * 1000) AS units, sumIf(amount, sold) AS revenue
        FROM fact_order_line
        WHERE business_day BETWEEN {from:Date} AND {to:Date} AND cityHash64(order_id) % {slices:UInt64} = {slice:UInt64}
        GROUP BY order_id, business_day
    )
SELECT
    day,
    [countIf(e.lines > 0), sum(e.lines), sum(e.units), sum(e.revenue), sum(e.billed)]::Array(Int64) AS events,
    [countIf(f.lines > 0), sum(f.lines), sum(f.units), sum(f.revenue), sum(f.billed)]::Array(Int64) AS facts,
    groupArrayIf(5)(order_id, (e.lines, e.units, e.revenue, e.billed) != (f.lines, f.units, f.revenue, f.billed)) AS names
FROM folded AS e
FULL JOIN facts AS f USING (order_id, day)
GROUP BY day
