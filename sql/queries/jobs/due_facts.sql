-- Days whose facts have not seen all that came for them. For those who have no scheduler at hand, such as an audit: this looks at
-- everything, with the fingerprints of jobs/seen_rows, jobs/seen_orders and jobs/seen_lines, which it must repeat word for word. Where events are only
-- missing nothing is listed: nothing came.
WITH made AS
(
    SELECT share_id, argMin((business_day, cityHash64(share_id, parent_share_id, user_id, store_id, community_id, product_id, channel, business_day)), (event_time, event_id)) AS s
    FROM share
    GROUP BY share_id
),
told AS
(
    SELECT share_id, argMin(cityHash64(share_id, parent_share_id, user_id, store_id, community_id, product_id, channel), (event_time, event_id)) AS s
    FROM share
    GROUP BY share_id
)
SELECT day
FROM
(
    SELECT day, sumIf(part, not of_lines) AS now, sumIf(part, of_lines) AS now_lines
    FROM
    (
        SELECT day, part, 1 AS of_lines
        FROM
        (
            SELECT day, sum(cityHash64('first', user_id)) AS part
            FROM (SELECT user_id, min(business_day) AS day FROM fact_order_line WHERE sold GROUP BY user_id)
            GROUP BY day
            UNION ALL
            SELECT pickup_date, sum(cityHash64('booked', order_id, line, store_id, product_id, user_id, quantity, amount, cost, campaign_id != '' OR discount > 0))
            FROM fact_order_line
            WHERE sold AND pickup_date > business_day AND pickup_date <= business_day + 60
            GROUP BY pickup_date
            UNION ALL
            SELECT l.business_day, sum(cityHash64('brought', m.s))
            FROM (SELECT DISTINCT business_day, share_id FROM fact_order_line WHERE sold AND share_id != '') AS l
            INNER JOIN told AS m ON m.share_id = l.share_id
            GROUP BY l.business_day
        )
        UNION ALL
        SELECT day, part, 0
        FROM
        (
            SELECT day, toUInt64(0) AS part FROM job_run WHERE job = 'daily_facts' -- a day may have lost its last order to another
            UNION ALL
            SELECT business_day AS day, cityHash64('click', count(), sum(id_hash)) AS part FROM click GROUP BY business_day
            UNION ALL
            SELECT s.1, sum(s.2) FROM made GROUP BY s.1
            UNION ALL
            SELECT c.business_day, sum(cityHash64('clicked', m.s.2))
            FROM (SELECT DISTINCT business_day, sipHash64(share_id) AS id FROM click WHERE share_id != '') AS c
            INNER JOIN (SELECT sipHash64(share_id) AS id, s FROM made) AS m ON m.id = c.id
            GROUP BY c.business_day
            UNION ALL
            SELECT business_day, sum(cityHash64('stock', movement_id, store_id, product_id, event_time, kind, quantity, unit_cost))
            FROM stock FINAL
            WHERE kind IN ('waste', 'sold_out', 'receipt')
            GROUP BY business_day
            UNION ALL
            SELECT business_day, sum(cityHash64('history', store_id, product_id, quantity, stockout, revenue)) FROM sales_history FINAL GROUP BY business_day
            UNION ALL
            SELECT day, sum(cityHash64(head, campaign, share, pickup, bill.1, cancelled_whole, refunded_whole AND not cancelled_whole,
                if(bill.2 OR not (cancelled_whole OR refunded_whole), reached, 0), if(cancelled_whole, 0, cancels), if(cancelled_whole OR refunded_whole, 0, refunds))) AS seen
            FROM
            (
                SELECT
                    argMin((business_day, cityHash64(order_id, event_time, hour, user_id, store_id, community_id)), (event_time, event_id)) AS first,
                    first.1 AS day, first.2 AS head,
                    argMinIf(campaign_id, (event_time, event_id), campaign_id != '') AS campaign,
                    argMinIf(share_id, (event_time, event_id), share_id != '') AS share,
                    argMaxIf(pickup_date, (event_time, event_id), pickup_date > toDate(0)) AS pickup,
                    max(transform(status, ['placed', 'paid', 'refunded', 'ready', 'picked_up'], [1, 2, 2, 3, 4], 0)) AS reached,
                    argMaxIf((cityHash64(`lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`), has(`lines.quantity`, 0)),
                        (transform(status, ['paid', 'placed', 'picked_up', 'ready'], [4, 3, 2, 1], 0), event_time, event_id),
                        notEmpty(`lines.product_id`) AND status NOT IN ('cancelled', 'refunded')) AS bill,
                    countIf(status = 'cancelled' AND empty(`lines.product_id`)) > 0 AS cancelled_whole,
                    countIf(status = 'refunded' AND empty(`lines.product_id`)) > 0 AS refunded_whole,
                    sumDistinctIf(cityHash64(event_id, `lines.product_id`, `lines.quantity`), status = 'cancelled' AND notEmpty(`lines.product_id`)) AS cancels,
                    sumDistinctIf(cityHash64(event_id, `lines.product_id`, `lines.quantity`), status = 'refunded' AND notEmpty(`lines.product_id`)) AS refunds
                FROM order_event
                GROUP BY order_id
                HAVING bill.1 != 0
            )
            GROUP BY day
        )
    )
    WHERE day > toDate(0) AND day <= {open:Date}
    GROUP BY day
) AS n
LEFT JOIN
(
    SELECT day, argMaxIf((seen, seen_lines, events), (turn, run_id), status = 'ok') AS last
    FROM job_run FINAL
    WHERE job = 'daily_facts'
    GROUP BY day
) AS r ON r.day = n.day
WHERE (n.now, n.now_lines) != (r.last.1, r.last.2) AND (SELECT count() FROM order_event) + (SELECT count() FROM click) + (SELECT count() FROM share) > r.last.3
ORDER BY day
SETTINGS max_bytes_before_external_group_by = 300000000
