-- What people changed about ranges and advice, the newest first; of a suggestion also what it was about.
WITH log AS
(
    SELECT at, login, toString(role) AS role, toString(what) AS what, store_id, target, before, after, note
    FROM change_log
    WHERE what IN ('range_rule', 'suggestion_decision') AND ({store:String} = '' OR store_id IN ('', {store:String}))
    ORDER BY at DESC, login, what, target, store_id
    LIMIT {limit:UInt32}
)
SELECT l.at AS at, l.login AS login, l.role AS role, l.what AS what, l.store_id AS store_id, l.target AS target, l.before AS before, l.after AS after, l.note AS note,
       if(st.name = '', l.store_id, st.name) AS store, toString(s.kind) AS kind, p.name AS name, p.name_en AS name_en
FROM log AS l
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = l.store_id
LEFT JOIN (SELECT suggestion_id, any(kind) AS kind, toString(any(product_id)) AS product_id FROM suggestion WHERE suggestion_id IN (SELECT splitByChar(' ', target)[-1] FROM log) GROUP BY suggestion_id) AS s ON s.suggestion_id = splitByChar(' ', l.target)[-1]
LEFT JOIN (SELECT product_id, name, name_en FROM product FINAL) AS p ON p.product_id = if(l.what = 'range_rule', l.target, s.product_id)
ORDER BY at DESC, login, what, target, store_id
