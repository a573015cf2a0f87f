-- Published shares of some days as they are to be: anonymous where the sharer is erased.
SELECT * REPLACE (if(user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String} AND whole),
    concat('~s', lower(hex(sipHash128Keyed((SELECT (any(salt_a), any(salt_b)) FROM erasing WHERE erasure_id = {erasure:String}), share_id)))), user_id) AS user_id)
FROM fact_share
WHERE business_day BETWEEN {from:Date} AND {to:Date}
