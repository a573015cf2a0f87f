FROM change_log
WHERE at >= {from:DateTime64(3, 'UTC')} AND at < {to:DateTime64(3, 'UTC')}
    AND (empty({what:Array(String)}) OR has({what:Array(String)}, what)) AND ({login:String} = '' OR login = {login:String})
    AND ({store:String} = '' OR store_id = {store:String} OR (store_id = '' AND {strict:UInt8} = 0))
    AND ({search:String} = '' OR positionCaseInsensitiveUTF8(concat(target, '\n', before, '\n', after, '\n', note), {search:String}) > 0
        OR splitByChar(' ', target)[least(2, length(splitByChar(' ', target)))] IN
            (SELECT product_id FROM product FINAL WHERE {search:String} != '' AND positionCaseInsensitiveUTF8(concat(name, '\n', name_en), {search:String}) > 0))
