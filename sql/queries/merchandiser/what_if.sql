-- What if these products were locked, those banned, and there were so many slots more? The range and what it would do in 7 days, next
-- to the advised one. The order of the places is the advised one: category quotas and cold space are looked at again in the next run.
-- reads days: as_of
WITH
    c AS
    (
        SELECT *, has({lock:Array(String)}, product_id) AS want, has({ban:Array(String)}, product_id) AS refuse,
               state IN ('keep', 'add') AS before, (locked OR want) AND NOT refuse AS must, NOT refuse AND (NOT banned OR want) AND (state NOT IN ('drop', 'test') OR want) AS may
        FROM range_candidate
        WHERE as_of = {as_of:Date} AND store_id = {store:String}
    ),
    placed AS
    (
        SELECT *, may AND toInt64(row_number() OVER (ORDER BY NOT may, NOT must, turn)) <= greatest((SELECT toInt64(countIf(before)) FROM c) + {slots:Int32}, (SELECT toInt64(countIf(must AND may)) FROM c)) AS after
        FROM c
    ),
    sums AS
    (
        SELECT category, any(category_orders) AS total,
               sumIf(orders, before) AS orders_before, sumIf(value_fen, before) AS value_before, sumIf(orders, after) AS orders_after, sumIf(value_fen, after) AS value_after
        FROM placed
        GROUP BY category
    ),
    (SELECT (any(substitution), any(orders)) FROM range_gate WHERE as_of = {as_of:Date} AND store_id = {store:String}) AS gate
SELECT
    (SELECT groupArrayIf(product_id, after AND NOT before) FROM placed) AS comes_in,
    (SELECT groupArrayIf(product_id, before AND NOT after) FROM placed) AS goes_out,
    (SELECT toUInt32(countIf(after)) FROM placed) AS products,
    sum(orders_before * (1 + gate.1 * (1 - if(total > 0, orders_before / total, 1)))) / if(gate.2 > 0, gate.2, 1) AS coverage_before,
    sum(orders_after * (1 + gate.1 * (1 - if(total > 0, orders_after / total, 1)))) / if(gate.2 > 0, gate.2, 1) AS coverage_after,
    sum(value_before * (1 + gate.1 * (1 - if(total > 0, orders_before / total, 1)))) AS margin_before,
    sum(value_after * (1 + gate.1 * (1 - if(total > 0, orders_after / total, 1)))) AS margin_after,
    (SELECT sumIf(waste_fen, before) FROM placed) AS waste_before,
    (SELECT sumIf(waste_fen, after) FROM placed) AS waste_after
FROM sums
