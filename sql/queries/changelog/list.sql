-- The log of changes under a filter, the newest first, with the names of store, product, category and job; of a suggestion also what it was about.
WITH log AS
(
    SELECT at, login, toString(role) AS role, toString(what) AS what, store_id, target, before, after, note
    FROM change_log
    WHERE at >= {from:DateTime64(3, 'UTC')} AND at < {to:DateTime64(3, 'UTC')}
        AND (empty({what:Array(String)}) OR has({what:Array(String)}, what)) AND ({login:String} = '' OR login = {login:String})
        AND ({store:String} = '' OR store_id = {store:String} OR (store_id = '' AND {strict:UInt8} = 0))
        AND ({search:String} = '' OR positionCaseInsensitiveUTF8(concat(target, '\n', before, '\n', after, '\n', note), {search:String}) > 0
            OR splitByChar(' ', target)[least(2, length(splitByChar(' ', target)))] IN
                (SELECT product_id FROM product FINAL WHERE {search:String} != '' AND positionCaseInsensitiveUTF8(concat(name, '\n', name_en), {search:String}) > 0))
    ORDER BY at DESC, login, what, target, store_id
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}
)
SELECT l.at AS at, l.login AS login, l.role AS role, l.what AS what, l.store_id AS store_id, l.target AS target, l.before AS before, l.after AS after, l.note AS note,
       if(st.name = '', l.store_id, st.name) AS store, toString(s.kind) AS kind,
       multiIf(p.name != '' OR p.name_en != '', p.name, l.what = 'job_request', j.title_zh, c.name) AS name, multiIf(p.name != '' OR p.name_en != '', p.name_en, l.what = 'job_request', j.title_en, c.name_en) AS name_en
FROM log AS l
LEFT JOIN (SELECT store_id, name FROM store FINAL) AS st ON st.store_id = l.store_id
LEFT JOIN (SELECT suggestion_id, any(kind) AS kind, toString(any(product_id)) AS product_id FROM suggestion WHERE suggestion_id IN (SELECT splitByChar(' ', target)[-1] FROM log WHERE what IN ('suggestion_decision', 'push_sent')) GROUP BY suggestion_id) AS s ON s.suggestion_id = splitByChar(' ', l.target)[-1]
LEFT JOIN (SELECT product_id, name, name_en FROM product FINAL) AS p ON p.product_id = multiIf(l.what = 'range_rule', l.target, l.what = 'order_change', substring(l.target, 12), s.product_id)
LEFT JOIN (SELECT category, name, name_en FROM category FINAL) AS c ON c.category = if(l.what = 'range_rule', l.target, '')
LEFT JOIN (SELECT job, title_zh, title_en FROM job FINAL) AS j ON j.job = if(l.what = 'job_request', l.target, '')
ORDER BY at DESC, login, what, target, store_id
