package dashboards

import (
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
)

// fill makes a small world: three stores (s1 belongs to wang; s3 has nothing),
// four communities, twelve products of four categories, three weeks of orders up to
// Saturday 2026-11-21 and the advice made from them. One product's name attacks
// pages, another spreadsheets.
func fill(t testing.TB, db *sql.DB) {
	t.Helper()
	run(t, db,
		`INSERT INTO setting VALUES ('world','simulated',now64()), ('currency','CNY',now64())`,
		`INSERT INTO store VALUES ('s1','望京花园店','Asia/Shanghai','北京',40,116,'2024-01-01',23,'王姐',0.1,now64()),
			('s2','滨江店','Asia/Shanghai','杭州',30,120,'2024-01-01',22,'李哥',0.12,now64()),
			('s3','新开店','Asia/Shanghai','杭州',30,120,'2026-11-01',22,'',0.1,now64())`,
		`INSERT INTO community VALUES ('c1','望京花园','s1',40,116,1200,now64()), ('c2','阳光里','s1',40,116,800,now64()),
			('c3','滨江壹号','s2',30,120,900,now64()), ('c4','江南里','s2',30,120,600,now64())`,
		`INSERT INTO category VALUES ('vegetable','蔬菜','Vegetables',0,now64()), ('fruit','水果','Fruit',0,now64()),
			('dairy','乳品','Dairy',0,now64()), ('service','社区服务','Services',0,now64())`,
		`INSERT INTO product (* EXCEPT (storage)) SELECT concat('p', toString(number)),
			['本地小油菜 500g','云南蓝莓 125g×4','<script>alert(1)</script>','=HYPERLINK("http://x")','五常大米 5kg','鲜牛奶 950ml','土鸡蛋 30枚','赣南脐橙 5斤','白玉菇 150g','原味酸奶 8杯','家政保洁 2小时','红心火龙果 3个'][number+1],
			['Local pak choi','Yunnan blueberries','<img src=x onerror=alert(2)>','=1+1','Wuchang rice','Fresh milk','Eggs','Navel oranges','White mushrooms','Yoghurt','Cleaning, 2 hours','Dragon fruit'][number+1],
			['vegetable','fruit','vegetable','fruit','dairy','dairy','dairy','fruit','vegetable','dairy','service','fruit'][number+1],
			'', '份', 990+number*310, 600+number*200, 5, 1+number%3*5, '新发地', 1, 0, now64() FROM numbers(12)`,
		`INSERT INTO fact_order_line
			SELECT d, concat('o', toString(number)), 1, st, com, concat('u', toString(number % 90)), concat('p', toString(number % 12)),
				['vegetable','fruit','vegetable','fruit','dairy','dairy','dairy','fruit','vegetable','dairy','service','fruit'][number % 12 + 1],
				'', '', toDateTime64(d, 3, 'UTC') + toIntervalHour(number % 14), 8 + number % 14, d + 1, status,
				status IN ('paid','ready','picked_up'), 1 + number % 3, 990 + (number % 12) * 310, 0, (1 + number % 3) * (990 + (number % 12) * 310), (1 + number % 3) * (600 + (number % 12) * 200)
			FROM (SELECT number, toDate('2026-11-21') - toUInt16(intDiv(number, 80)) AS d, if(number % 5 < 3, 's1', 's2') AS st,
				['c1','c2','c1','c3','c4'][number % 5 + 1] AS com,
				multiIf(number % 41 = 7, 'refunded', d = '2026-11-21', 'paid', number % 80 = 3 AND d > '2026-11-17', 'ready', 'picked_up') AS status
				FROM numbers(20 * 80))`,
		`INSERT INTO fact_store SELECT business_day, store_id, uniqExactIf(order_id, sold=1), uniqExactIf(user_id, sold=1), 3, 20, sumIf(toFloat64(quantity), sold=1),
			sumIf(amount, sold=1), sumIf(cost, sold=1), sumIf(amount, status='refunded'), uniqExactIf(order_id, status='refunded'), 1500, uniqExactIf(product_id, sold=1), 0.04
			FROM fact_order_line GROUP BY business_day, store_id`,
		`INSERT INTO fact_demand SELECT business_day, store_id, product_id, any(category), sumIf(toFloat64(quantity), sold=1), uniqExactIf(user_id, sold=1), uniqExactIf(order_id, sold=1),
			sumIf(amount, sold=1), sumIf(cost, sold=1), 0, 0, 0, 0 FROM fact_order_line GROUP BY business_day, store_id, product_id`,
		`INSERT INTO fact_share SELECT toDate('2026-11-21') - toUInt16(number % 20), concat('sh', toString(number)), '', concat('u', toString(number % 30)), 's1', 'c1', 'p1', 'wechat_group', 1, 20, 15 + number % 5, 3, 2, 1, 5000 FROM numbers(300)`,
		`INSERT INTO order_sheet SELECT '2026-11-21', if(number < 12, 's1', 's2'), concat('p', toString(number % 12)), '2026-11-22', 12 + number % 12, 2, 6, 13.4, 9, 18, 6, 4, 0, 0.9, 300, 500,
			20000 - number * 700, '周日比平时多三成，已预订 6 份，还有 4 份', 'Sundays sell 30 % more; 6 booked, 4 left' FROM numbers(24)`,
		`INSERT INTO order_option SELECT as_of, store_id, product_id, quantity + step * pack_size, 0.9 + step * 0.05, 10, 1, 1, 500 - step * 300, 300 + step * 250, 4000, abs(step) * 120, step = 0,
			'多扔约 2 份', 'throws away about 2 more' FROM order_sheet ARRAY JOIN [-1, 0, 1] AS step`,
		`INSERT INTO demand_outlook (as_of, store_id, product_id, day, booked, share, base, mean) SELECT as_of, store_id, product_id, day, booked, 0.45, 12.5, expected FROM order_sheet`,
		`INSERT INTO recommendation (* EXCEPT (gain_fen, waste_fen, households, alike_selling, alike_stores, propensity, digest)) SELECT '2026-11-21', if(number < 12, 's1', 's2'), number % 12 + 1, concat('p', toString(number % 12)), ['add','test','drop','keep'][number % 4 + 1], 9000. - number * 211, 20.5 - number / 3., 12, 31,
			8, 400, 0.35, 130, 40, 400, '全连锁周销 400 份，同规模门店都在卖', 'Sells 400 a week in the chain' FROM numbers(24)`,
		`INSERT INTO push_window (as_of, community_id, store_id, start_hour, end_hour, share, chain_start_hour, chain_share, orders) VALUES ('2026-11-21','c1','s1',19,22,0.38,18,0.31,420), ('2026-11-21','c2','s1',18,21,0.35,18,0.35,260), ('2026-11-21','c3','s2',10,13,0.4,18,0.2,300)`,
		`INSERT INTO community_affinity SELECT '2026-11-21', ['c1','c2','c3','c4'][number % 4 + 1], ['vegetable','fruit','dairy','service'][intDiv(number, 4) + 1], if(number = 15, 7, 60 + number), 200, 0.3, 40 + number * 14, 30 + number * 12, 60 + number * 16 FROM numbers(16)`,
		`INSERT INTO forecast_score SELECT toDate('2026-11-21') - toUInt16(intDiv(number, 24)), toDate('2026-11-20') - toUInt16(intDiv(number, 24)), if(number % 24 < 12, 's1', 's2'), concat('p', toString(number % 12)), 'fruit', 1,
			10 + number % 7, if(number % 12 = 4, 0.3, 0), 11 + number % 5, 10.5 + number % 5, 9 + number % 11, 1.2, 1, number % 10 > 0 FROM numbers(24 * 20)`,
		`INSERT INTO forecast_accuracy SELECT day, store_id, category, horizon, countIf(stockout = 0), countIf(stockout > 0), sum(actual), sum(abs(actual - q50)), sum(abs(actual - naive)), sum(mean - actual), sum(pinball), sum(in50), sum(in90)
			FROM forecast_score GROUP BY day, store_id, category, horizon`,
		`INSERT INTO sheet_score SELECT '2026-11-21', '2026-11-20', 's1', concat('p', toString(number)), 'fruit', 12, 10, 11, 0.1, number > 1, 1200, 700, 2500, 900 FROM numbers(3)`,
		`INSERT INTO forecast_alarm VALUES ('2026-11-21', '2026-11-15', 's2', 7, 84, 900, 0.61, 0.52, '预测误差 61%，还不如照抄上周（52%）', 'off by 61%, repeating last week by 52%')`,
		`INSERT INTO ingest_ledger VALUES ('linli.click',0,0,99,100,97,2,1,0,['2026-11-21'],toDateTime64('2026-11-21 22:59:30', 3, 'UTC')),
			('linli.click',0,100,199,100,100,0,0,0,['2026-11-21'],toDateTime64('2026-11-21 20:00:00', 3, 'UTC')),
			('linli.order',0,0,19,20,20,0,0,0,['2026-11-21'],toDateTime64('2026-11-21 22:59:40', 3, 'UTC'))`,
		`INSERT INTO job VALUES ('daily_facts','每日事实','Daily facts',1,'*/5 * * * *',toDateTime64('2026-11-21 23:05:00',3,'UTC'),now64()),
			('recommend','选品建议','Range advice',3,'15 2 * * *',toDateTime64('2026-11-22 18:15:00',3,'UTC'),now64()),
			('forecast','销量预测','Forecast',4,'20 2 * * *',toDateTime64('2026-11-22 18:20:00',3,'UTC'),now64())`,
		`INSERT INTO job_run (* EXCEPT (seen, seen_lines, made, events, turn)) VALUES ('r1','recommend','2026-11-21',toDateTime64('2026-11-21 18:15:00',3,'UTC'),toDateTime64('2026-11-21 18:15:04.2',3,'UTC'),'ok',24,'schedule','recommend-1',toDateTime64('2026-11-21 18:14:00',3,'UTC'),'',now64()),
			('r2','order_sheet','2026-11-21',toDateTime64('2026-11-21 18:25:00',3,'UTC'),toDateTime64('2026-11-21 18:25:01',3,'UTC'),'ok',24,'schedule','inventory-1',toDateTime64('2026-11-21 18:14:00',3,'UTC'),'',now64()),
			('r3','forecast','2026-11-21',toDateTime64('2026-11-21 18:20:00',3,'UTC'),toDateTime64('2026-11-21 18:21:30',3,'UTC'),'failed',0,'catch_up','forecast-1',toDateTime64('2026-11-21 18:14:00',3,'UTC'),'fact_demand: no rows for 2026-11-21',now64())`,
	)
	addUp(t, db)
}

// addUp publishes what the board adds up, as the job does after the facts.
func addUp(t testing.TB, db *sql.DB) {
	t.Helper()
	var days []time.Time
	if err := db.SelectText(t.Context(), &days, "SELECT DISTINCT business_day FROM fact_order_line ORDER BY business_day", nil); err != nil {
		t.Fatal(err)
	}
	p := sql.Params{"from": sql.Day(days[0]), "to": sql.Day(days[len(days)-1])}
	for _, f := range [][2]string{{"fact_hour", "facts/hours"}, {"fact_buyer", "facts/buyers"}, {"fact_goods", "facts/goods"}, {"fact_offer", "facts/offer"}, {"fact_board", "facts/board"}} {
		if _, err := db.PublishQuery(t.Context(), f[0], sql.FactPartitions(f[0], days), f[1], p); err != nil {
			t.Fatal(err)
		}
	}
}
