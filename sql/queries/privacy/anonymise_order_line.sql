-- Makes published order lines anonymous as building them anew would: by the alias of the day on which the order began.
ALTER TABLE fact_order_line UPDATE
    user_id = concat(
        if((user_id, business_day) IN (SELECT user_id, first_day FROM erasing WHERE erasure_id = {erasure:String}), '~n', '~r'),
        lower(hex(sipHash128Keyed((SELECT (any(salt_a), any(salt_b)) FROM erasing WHERE erasure_id = {erasure:String}), user_id, business_day)))),
    share_id = if((user_id, share_id) IN (SELECT user_id, share_id FROM erasing_share WHERE erasure_id = {erasure:String}), '', share_id)
WHERE user_id IN (SELECT user_id FROM erasing WHERE erasure_id = {erasure:String} AND whole)
SETTINGS mutations_sync = 2
