-- Notes the shares of those on a list.
INSERT INTO erasing_share (erasure_id, user_id, share_id)
SELECT {erasure:String}, user_id, share_id
FROM share
WHERE user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String})
GROUP BY user_id, share_id
