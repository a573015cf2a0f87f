-- Takes out what dead letters hold of somebody on the list; their places stay, since each refused message has one letter.
ALTER TABLE dead_letter UPDATE
    key = '', value = '', detail = 'erased on request'
WHERE arrayExists(u -> key = u
    OR position(concat(value, ' ', detail), u) > 0 AND match(concat(value, ' ', detail), concat('(^|[^0-9A-Za-z_-])', regexpQuoteMeta(u), '([^0-9A-Za-z_-]|$)')),
    (SELECT groupArray(user_id) FROM erasing WHERE erasure_id = {erasure:String}))
SETTINGS mutations_sync = 2
