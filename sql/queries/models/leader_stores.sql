-- Commission rate and reward budget of each store; a budget of -1 is none set.
SELECT s.store_id AS store_id, s.commission_rate AS rate, toInt64(if(b.store_id = '', -1, b.budget)) AS budget
FROM (SELECT store_id, commission_rate FROM store FINAL) AS s
LEFT JOIN (SELECT store_id, budget FROM reward_budget FINAL) AS b ON b.store_id = s.store_id
ORDER BY store_id
