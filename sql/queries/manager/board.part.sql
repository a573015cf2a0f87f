WITH
    -- Sales of a period and of the one compared at one {level}: as fact_board has them, or of products in some stores
    -- (pair) from fact_goods, without clicks and shares.
    board AS
    (
        SELECT b.business_day AS day, toUInt8(b.business_day >= {from:Date}) AS current, b.store_id AS store_id, b.category AS category, b.product_id AS product_id, b.store_days AS store_days, b.placed AS placed,
               b.orders AS orders, b.fetched AS fetched, b.after_sale AS after_sale, b.units AS units, b.amount AS amount, b.cost AS cost, b.refunded AS refunded, b.waste_cost AS waste_cost, b.stockout AS stockout, b.on_sale AS on_sale,
               b.buyers AS buyers, b.repeat_buyers AS repeat_buyers, b.new_buyers AS new_buyers, b.impressions AS impressions, b.views AS views, b.carts AS carts,
               b.shares AS shares, b.visitors AS visitors, b.share_buyers AS share_buyers, b.share_new_buyers AS share_new_buyers, b.share_orders AS share_orders, b.share_amount AS share_amount
        FROM fact_board AS b
        WHERE b.level = {level:String}
          AND (b.business_day BETWEEN {from:Date} AND {to:Date} OR b.business_day BETWEEN {before:Date} AND {before_to:Date})
          AND ({store:String} = '' OR b.store_id = {store:String})
          AND ({city:String} = '' OR b.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
          AND ({category:String} = '' OR b.category = {category:String}) AND ({product:String} = '' OR b.product_id = {product:String})
        UNION ALL
        SELECT g.business_day, toUInt8(g.business_day >= {from:Date}), g.store_id, g.category, g.product_id, toUInt32(g.lines > 0), g.placed,
               g.orders, g.fetched, g.after_sale, g.units, g.amount, g.cost, g.refunded, g.waste_cost, g.stockout, g.on_sale, 0, 0, 0, 0, 0, 0,
               0, 0, 0, 0, 0, 0
        FROM fact_goods AS g
        WHERE {level:String} = 'pair' AND g.product_id != ''
          AND (g.business_day BETWEEN {from:Date} AND {to:Date} OR g.business_day BETWEEN {before:Date} AND {before_to:Date})
          AND ({store:String} = '' OR g.store_id = {store:String})
          AND ({city:String} = '' OR g.store_id IN (SELECT store_id FROM store FINAL WHERE city = {city:String}))
          AND ({category:String} = '' OR g.category = {category:String}) AND ({product:String} = '' OR g.product_id = {product:String})
    )
