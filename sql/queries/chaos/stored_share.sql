-- What is stored of a topic: rows, different events, and a sum over the hashes of all that they say.
SELECT count() AS rows, uniqExact(event_id) AS ids,
    sumWithOverflow(xxHash64(concatWithSeparator('|', event_id, toString(toUnixTimestamp64Milli(event_time)), toString(business_day), toString(hour),
            user_id, store_id, community_id, campaign_id, share_id,
            parent_share_id, product_id, channel, ''))) AS content
FROM share
