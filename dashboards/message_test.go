package dashboards

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/message"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// sunday is the day of the small world's order sheet.
var sunday = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func daily(t *testing.T, db *sql.DB, store string, lang words.Lang) message.Message {
	t.Helper()
	s, found, err := chain.Find(context.Background(), db, store)
	if err != nil || !found {
		t.Fatal(store, err)
	}
	m, err := message.Compose(context.Background(), db, s, message.Order{Day: sunday, Lang: lang, PublicURL: "https://linli.example", Now: morning})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestDailyMessage: the owner's day in twenty seconds, with the figures of the page.
func TestDailyMessage(t *testing.T) {
	h := open(t, true)
	late := daily(t, h.db, "s1", words.Chinese) // last night's forecast is not there
	if text := late.Markdown(0); late.Ready || !strings.Contains(text, "昨晚的计算没有跑完") || !strings.Contains(text, "23:00 截单前") || !strings.Contains(text, "47 单") ||
		strings.Contains(text, "小油菜") || strings.Contains(text, "推送") {
		t.Errorf("before the night is done, ready %v:\n%s", late.Ready, text)
	}
	run(t, h.db, `INSERT INTO forecast (as_of, store_id, product_id, day, horizon, mean) VALUES ('2026-11-21', 's1', 'p0', '2026-11-22', 1, 10)`,
		`INSERT INTO suggestion (as_of, suggestion_id, subject, kind, rank, store_id, product_id, first_day, last_day)
			SELECT '2026-11-21', concat('sg', toString(number)), number, concat('range_', ['add','test','drop','keep'][number % 4 + 1]), 1, 's1', concat('p', toString(number)), '2026-11-22', '2026-11-28' FROM numbers(12)`,
		`INSERT INTO suggestion_decision (suggestion_id, decision, who, at) VALUES ('sg0', 'accept', 'wang', now64())`,
		`INSERT INTO order_change VALUES ('s1', '2026-11-21', 'p1', 6, 13, 'wang', now64(), '')`)
	for _, c := range []struct {
		store string
		lang  words.Lang
		want  []string
		none  []string
	}{
		{"s1", words.Chinese, []string{"## 望京花园店 · 11月22日 周日\n", "昨天（11月21日）**47 单，卖了 ¥2,567.40**，和上周同一天差不多", "预测：11 种商品说中 9 种，误差 17.2%，比照抄上周（25.5%）准",
			"**今天订 12 种，约 ¥", "**，23:00 截单", "其中 1 种改过数量", "> 本地小油菜 500g **12 份**：周日比平时多三成，已预订 6 份，还有 4 份\n> 云南蓝莓 125g×4 **6 份**（建议 13）：周日", "> ＜script＞alert(1)＜/script＞ **14 份**",
			"> 另有 7 种，在网页里", "> 最怕断货：", "> 最怕卖不完：", "**推送 19:00–22:00** · 望京花园 等 2 个小区", "23 点截单", "条等你定（上新 ",
			"数据截至 11月21日 收盘 · 12 种商品 · 模拟数据", "[打开今天的页面](https://linli.example/owner?day=2026-11-22&store=s1)"}, []string{"<script", "待取", "?daily", "%!"}},
		{"s1", words.English, []string{"Yesterday (21 Nov): **47 orders, ¥2,567.40 sold**", "**Order 12 products today, about ¥", "Yunnan blueberries **6 units** (advised 13): Sundays sell 30 % more; 6 booked, 4 left\n", "Simulated data", "[Open today's page]"}, []string{"?daily", "%!", "今天"}},
		{"s2", words.Chinese, []string{"**待取 3 单**", "去提醒", "还不如照抄上周"}, []string{"小油菜 500g ¥5.00（"}},
		{"s3", words.Chinese, []string{"## 新开店", "这家店还没有订货建议"}, []string{"没有跑完", "今天订"}},
	} {
		m := daily(t, h.db, c.store, c.lang)
		text := m.Markdown(4096)
		if !m.Ready || m.Subject == "" || len(text) > 4096 {
			t.Errorf("%s: ready %v, subject %q, %d bytes", c.store, m.Ready, m.Subject, len(text))
		}
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s %s: lacks %q:\n%s", c.store, c.lang, want, text)
			}
		}
		for _, bad := range c.none {
			if strings.Contains(text, bad) {
				t.Errorf("%s %s: has %q:\n%s", c.store, c.lang, bad, text)
			}
		}
	}
	html, err := daily(t, h.db, "s1", words.Chinese).HTML()
	if err != nil || strings.Contains(html, "<script>alert") || !strings.Contains(html, "&lt;script&gt;alert(1)") || strings.Contains(html, "ZgotmplZ") {
		t.Errorf("%v\n%s", err, html)
	}
	run(t, h.db, `INSERT INTO order_sheet SELECT * EXCEPT n REPLACE (concat('q', toString(n)) AS product_id, repeat('很长的理由没有停顿', 40) AS reason_zh, quantity + 6 AS quantity) FROM (SELECT *, arrayJoin(range(300)) AS n FROM order_sheet WHERE store_id = 's1' AND product_id = 'p0')`,
		`INSERT INTO product SELECT * EXCEPT n REPLACE (concat('q', toString(n)) AS product_id, repeat('名字很长的商品', 30) AS name) FROM (SELECT *, arrayJoin(range(300)) AS n FROM product WHERE product_id = 'p0')`)
	if text := daily(t, h.db, "s1", words.Chinese).Markdown(4096); len(text) > 4096 || strings.Count(text, "…") < 9 || !strings.Contains(text, "数据截至") || !strings.Contains(text, "另有 307 种") || strings.Contains(text, "太长") {
		t.Errorf("many products with long names: %d bytes\n%s", len(text), text)
	}
}

// TestMessagesOnTheJobsPage: what did not go out is said where people look for what ran.
func TestMessagesOnTheJobsPage(t *testing.T) {
	h := open(t, true)
	boss := h.as("boss")
	if _, body := boss.get("/jobs"); strings.Contains(body, "店主的每日消息") {
		t.Errorf("a shop that sends no messages has the block: %s", h.log)
	}
	note := func(store, try, status, err, retry string) {
		run(t, h.db, `INSERT INTO message_sent SELECT '2026-11-22', '`+store+`', 'webhook', '0123456789abcdef', '`+try+`', 1, '', '`+status+`', '`+err+`', `+retry+`, toDateTime64('2026-11-21 23:00:0`+try+`', 3, 'UTC'), now64(3)`)
	}
	note("s2", "1", "sent", "", "0")
	if _, body := boss.get("/jobs"); !strings.Contains(body, "11月22日：1 条都已发出。") {
		t.Error("all are sent, the page does not say so")
	}
	note("s1", "1", "failed", "robot.example answers <b>HTTP 500</b>", "now64(3)")
	note("s3", "1", "unknown", "the process ended", "0")
	_, body := boss.get("/jobs")
	for _, want := range []string{"11月22日：1 条已发出，2 条没有。", "望京花园店<small>s1</small>", "没发出去，稍后再试<small>robot.example answers &lt;b&gt;HTTP 500&lt;/b&gt;</small>", "不再重发", "群机器人<small>#01234567</small>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	note("s1", "2", "sent", "", "0")
	if _, body := boss.get("/jobs"); !strings.Contains(body, "2 条已发出，1 条没有。") {
		t.Error("what was sent at the second try counts as not sent")
	}
}
