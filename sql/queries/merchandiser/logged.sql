-- One change by what the page sent back, to take it back; with the decision that stands now.
SELECT l.at AS at, l.login AS login, toString(l.what) AS what, l.store_id AS store_id, l.target AS target, l.before AS before, l.after AS after, l.note AS note, toString(d.decision) AS decision,
       l.what = 'suggestion_decision' AND (SELECT count() FROM suggestion WHERE suggestion_id = splitByChar(' ', {target:String})[-1] AND last_day > (SELECT max(business_day) FROM fact_store)) = 0 AS late
FROM change_log AS l
LEFT JOIN (SELECT suggestion_id, decision FROM suggestion_decision FINAL) AS d ON d.suggestion_id = splitByChar(' ', l.target)[-1]
WHERE l.what IN ('range_rule', 'suggestion_decision') AND toUnixTimestamp64Milli(l.at) = {at:Int64} AND l.login = {login:String} AND l.store_id = {store:String} AND l.target = {target:String}
ORDER BY l.after
LIMIT 20
