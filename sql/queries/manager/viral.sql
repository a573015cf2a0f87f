-- How far shares carry, of the newest night up to {to}: of a store or of the chain.
-- reads days: ..to
SELECT f.as_of AS as_of, f.sharers AS sharers, f.shares AS shares, f.invitations AS invitations, f.conversion AS conversion, f.k AS k, f.k_low AS k_low, f.k_high AS k_high,
       f.children AS children, f.cycle_hours AS cycle_hours, f.cycle_low AS cycle_low, f.cycle_high AS cycle_high
FROM leader_viral AS f
WHERE f.as_of = (SELECT max(as_of) FROM leader_viral WHERE as_of <= {to:Date}) AND f.store_id = {store:String} AND f.community_id = ''
LIMIT 1
