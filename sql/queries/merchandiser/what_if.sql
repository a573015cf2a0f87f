-- What if these products were locked, those banned, and there were so many slots more? The range and what it would do in 7 days, next
-- to the advised one. The order of the places is the advised one: category quotas and cold space are looked at again in the next run.
-- reads days: as_of
WITH (SELECT (any(substitution), any(orders)) FROM range_gate WHERE as_of = {as_of:Date} AND store_id = {store:String}) AS gate
SELECT arrayFlatten(groupArray(ins)) AS comes_in, arrayFlatten(groupArray(outs)) AS goes_out, toUInt32(sum(stand)) AS products,
       sum(orders_before * (1 + gate.1 * (1 - if(total > 0, orders_before / total, 1)))) / if(gate.2 > 0, gate.2, 1) AS coverage_before,
       sum(orders_after * (1 + gate.1 * (1 - if(total > 0, orders_after / total, 1)))) / if(gate.2 > 0, gate.2, 1) AS coverage_after,
       sum(value_before * (1 + gate.1 * (1 - if(total > 0, orders_before / total, 1)))) AS margin_before,
       sum(value_after * (1 + gate.1 * (1 - if(total > 0, orders_after / total, 1)))) AS margin_after,
       sum(lost_before) AS waste_before, sum(lost_after) AS waste_after
FROM
(
    SELECT category, any(category_orders) AS total, groupArrayIf(product_id, after AND NOT before) AS ins, groupArrayIf(product_id, before AND NOT after) AS outs, countIf(after) AS stand,
           sumIf(orders, before) AS orders_before, sumIf(value_fen, before) AS value_before, sumIf(waste_fen, before) AS lost_before,
           sumIf(orders, after) AS orders_after, sumIf(value_fen, after) AS value_after, sumIf(waste_fen, after) AS lost_after
    FROM
    (
        SELECT toString(product_id) AS product_id, category, category_orders, orders, value_fen, waste_fen, has({lock:Array(String)}, product_id) AS want, has({ban:Array(String)}, product_id) AS refuse,
               state IN ('keep', 'add') AS before, (locked OR want) AND NOT refuse AS must, NOT refuse AND (NOT banned OR want) AND (state NOT IN ('drop', 'test') OR want) AS may,
               row_number() OVER (ORDER BY NOT may, NOT must, turn) AS place, toInt64(countIf(before) OVER ()) + {slots:Int32} AS places, toInt64(countIf(must AND may) OVER ()) AS musts,
               may AND place <= greatest(places, musts) AS after
        FROM range_candidate
        WHERE as_of = {as_of:Date} AND store_id = {store:String}
    )
    GROUP BY category
)
