-- Whose shares brought a store most orders that would not have been, by pseudonym.
-- reads days: as_of
SELECT user_id, upper(leftPad(hex(sipHash64(toString(store_id), user_id) % 16777216), 6, '0')) AS customer, toString(community_id) AS community_id,
       shares, visitors, orders, new_buyers, incremental, incremental_low AS low, incremental_high AS high, margin
FROM leader_score
WHERE as_of = {as_of:Date} AND store_id = {store:String} AND user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
ORDER BY incremental DESC, user_id
LIMIT 5
