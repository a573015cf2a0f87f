-- Dead letters that hold the id of somebody on the list, as a word of its own.
SELECT count() AS rows
FROM dead_letter
WHERE rejected_at >= {since:DateTime64(6, 'UTC')} AND arrayExists(u -> key = u
    OR position(concat(value, ' ', detail), u) > 0 AND match(concat(value, ' ', detail), concat('(^|[^0-9A-Za-z_-])', regexpQuoteMeta(u), '([^0-9A-Za-z_-]|$)')),
    (SELECT groupArray(user_id) FROM erasing WHERE erasure_id = {erasure:String}))
