package dashboards

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/linli-project/linli/sql"
)

const settleDay = "store=s1&day=2026-11-19"

// settling makes a day of s1 from events, the way it comes about: six orders, of which one is never paid, one is refunded two days
// later in part, one arrives after the close; then the facts from them, and the runs that made these.
func settling(t *testing.T, h *house) {
	t.Helper()
	event := func(id, order, status, at, day, stored, lines string) string {
		return fmt.Sprintf("('%s', '%s', '%s', '%s', '%s', 'u1', 's1', 'c1', '%s', %s)", id, at, day, order, status, stored, lines)
	}
	none := "[], [], [], []"
	run(
		t, h.db, "INSERT INTO order_event (event_id, event_time, business_day, order_id, status, user_id, store_id, community_id, ingested_at, `lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`) VALUES "+strings.Join([]string{
			event("e1", "order-A", "paid", "2026-11-19 01:00:00", "2026-11-19", "2026-11-19 01:00:01", "['p0', 'p2'], [2, 1], [1234, 995], [0, 5]"), // 2468 + 990
			event("e2", "order-B", "paid", "2026-11-19 02:00:00", "2026-11-19", "2026-11-19 02:00:01", "['p1'], [3], [1000], [0]"),
			event("e3", "order-B", "refunded", "2026-11-21 02:00:00", "2026-11-21", "2026-11-21 02:00:01", "['p1'], [1], [1000], [0]"),
			event("e4", "order-C", "placed", "2026-11-19 03:00:00", "2026-11-19", "2026-11-19 03:00:01", "['p1'], [1], [1000], [0]"),
			event("e5", "order-D", "paid", "2026-11-19 04:00:00", "2026-11-19", "2026-11-20 09:00:00", "['p5'], [1], [777], [0]"),
			event("e6", "order-E", "paid", "2026-11-19 05:00:00", "2026-11-19", "2026-11-19 05:00:01", "['p5'], [1], [514], [0]"),
			event("e7", "order-E", "refunded", "2026-11-19 06:00:00", "2026-11-19", "2026-11-19 06:00:01", none),
			event("e8", "order-F", "paid", "2026-11-19 07:00:00", "2026-11-19", "2026-11-19 07:00:01", "['p5'], [0.333], [2000], [0]"), // 666
		}, ", "),
		`INSERT INTO job_run (run_id, job, day, started_at, ended_at, status, cutoff, updated_at) VALUES
			('f1', 'daily_facts', '2026-11-19', '2026-11-19 12:00:00', '2026-11-19 12:00:02', 'ok', '2026-11-19 11:59:00', now64()),
			('f2', 'daily_facts', '2026-11-19', '2026-11-19 16:05:00', '2026-11-19 16:05:02', 'redone', '2026-11-19 16:04:00', now64()),
			('f3', 'daily_facts', '2026-11-19', '2026-11-21 03:00:00', '2026-11-21 03:00:02', 'ok', '2026-11-21 02:59:00', now64())`,
	)
	refresh(t, h.db)
}

// refresh makes the facts of the day.
func refresh(t *testing.T, db *sql.DB) {
	t.Helper()
	run(t, db, "ALTER TABLE fact_order_line DROP PARTITION '2026-11-19'", "ALTER TABLE fact_store DROP PARTITION '2026-11-19'")
	for table, query := range map[string]string{"fact_order_line": "facts/order_lines"} {
		text, err := db.Text(query)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Exec(t.Context(), "INSERT INTO "+table+" "+text, sql.Params{"from": "2026-11-19", "to": "2026-11-19"}); err != nil {
			t.Fatal(err)
		}
	}
	run(t, db, `INSERT INTO fact_store SELECT business_day, store_id, uniqExactIf(order_id, sold=1), 1, 0, 0, 0, sumIf(amount, sold=1), 0, sumIf(amount, status='refunded'), uniqExactIf(order_id, status='refunded'), 0, 0, 0
		FROM fact_order_line WHERE business_day = '2026-11-19' GROUP BY business_day, store_id`)
}

func (b *browser) has(path string, want ...string) string {
	b.h.t.Helper()
	status, body := b.get(path)
	if status != http.StatusOK {
		b.h.t.Fatalf("%s: %d\n%s", path, status, b.h.log)
	}
	for _, w := range want {
		if !strings.Contains(body, w) && !strings.Contains(html.UnescapeString(body), w) {
			b.h.t.Errorf("%s lacks %q", path, w)
		}
	}
	return body
}

func TestSettlementAddsUp(t *testing.T) {
	h := open(t, true)
	settling(t, h)
	b := h.as("wang")
	// paid 3458 + 3000 + 777 + 514 + 666 = 8415, refunded 1000 + 514, net 6901, commission 690
	body := b.has("/owner/settlement?"+settleDay, "¥84.15", "−¥15.14", "¥69.01", "¥6.90", "应得佣金 10%", "✓ 5 单、7 行逐行相加，与当天合计一分不差。", "另有 1 单没有付款或已取消",
		"我们自己的账都一致，一分不差", "下面 5 单相加：付款 ¥84.15，退款 ¥15.14，净 ¥69.01，佣金 ¥6.90", "还没有导入平台这一天的对账单",
		"关账以后有 2 单变了，净销售 −¥2.23：", "关账后才到的事件（晚到）", "后来退款，算在下单那天", "在 11月21日", "&lt;script&gt;alert(1)", "2026年11月20日 17:00 到达")
	for _, bad := range []string{"<script>alert", "不一致：", "✗"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page says %q", bad)
		}
	}
	b.get("/lang?to=en")
	b.has("/owner/settlement?"+settleDay, "Commission due, 10%", "5 orders with 7 lines add up", "Refunded later, counted on the order&#39;s day", "Changed after closing (late event)")
	b.get("/lang?to=zh")
	b.has("/owner?"+settleDay, "逐单对账", "/owner/settlement?day=2026-11-19&amp;store=s1")
	// A line that the facts have wrong, an order that they lost, and one that came after they were made.
	run(t, h.db, "ALTER TABLE fact_order_line UPDATE amount = amount - 3 WHERE business_day = '2026-11-19' AND order_id = 'order-A' AND line = 1 SETTINGS mutations_sync = 2",
		"ALTER TABLE fact_order_line DELETE WHERE business_day = '2026-11-19' AND order_id = 'order-F' SETTINGS mutations_sync = 2",
		"INSERT INTO order_event (event_id, event_time, business_day, order_id, status, user_id, store_id, ingested_at) VALUES ('e9', '2026-11-19 09:00:00', '2026-11-19', 'order-D', 'refunded', 'u1', 's1', '2026-11-21 22:00:00')")
	b.has("/owner/settlement?"+settleDay, "✗ 逐行相加与当天合计不一致", "我们自己的账有 4 处不一致", "各行相加不等于订单总额", "订单事件里有，账上还没有", "日结之后才到，下次日结会算进去", "当天合计不等于各行相加")
}

func TestStatementIsHeldAgainstTheOrders(t *testing.T) {
	h := open(t, true)
	settling(t, h)
	run(t, h.db, `INSERT INTO settlement_statement VALUES ('s1', '2026-11-19', 'order-A', 3658, 0, 366, 1, '平台 <b>11月.csv', now64()), ('s1', '2026-11-19', 'order-B', 3000, 0, 300, 1, '平台 <b>11月.csv', now64()),
			('s1', '2026-11-21', 'order-B', 0, 1000, -100, 1, '平台 <b>11月.csv', now64()), ('s1', '2026-11-19', 'order-E', 514, 0, 51, 1, '平台 <b>11月.csv', now64()), ('s1', '2026-11-19', 'order-F', 666, 0, 66, 1, '平台 <b>11月.csv', now64()),
			('s1', '2026-11-19', 'order-X', 900, 0, 90, 1, '平台 <b>11月.csv', now64()), ('s2', '2026-11-19', 'order-Y', 5, 0, 90, 1, '平台 <b>11月.csv', now64()), ('s1', '2026-11-19', 'o-gone', 5, 0, 0, 1, '平台 <b>11月.csv', toDateTime64('2026-11-01 00:00:00', 3)), ('s1', '2026-11-19', 'o-gone', 0, 0, 0, 1, '平台 <b>11月.csv', now64())`)
	b := h.as("wang")
	// theirs 3658 + 3000 + 514 + 666 + 900 = 8738, ours 6901: paid +200, B's refund on the 21st +1000, E's missing +514, D only ours -777, X only theirs +900
	body := b.has("/owner/settlement?"+settleDay, "我们 ¥69.01，差额 +¥18.37，平台 ¥87.38：对得上。", "佣金：我们 ¥6.90，差额 +¥1.83，平台 ¥8.73。", "付款金额不同", "+¥2.00", "退款平台记在另一天", "平台漏了退款", "+¥5.14", "我们有，平台没有这单", "−¥7.77", "平台有，我们没有这单", "+¥9.00", "&lt;b&gt;11月.csv")
	if strings.Contains(body, "order-Y") || strings.Contains(body, "o-gone") {
		t.Error("a row of another store, or one taken back, is shown")
	}
	b.has("/owner/settlement?period=week&"+settleDay, "11月16日 到 11月22日（2026 年）", "+¥18.37", "未导入", "day=2026-11-19")
	if body := b.has("/owner/settlement?store=s1&day=2026-11-21", "还没有导入平台这一天的对账单"); strings.Contains(body, "平台没有这单") { // a late refund is no statement of its day
		t.Error("a refund was taken for a statement")
	}
	b.has("/owner/settlement?period=month&"+settleDay, "11月1日 到 11月30日（2026 年）", "合计是各天之和")
	run(t, h.db, "TRUNCATE TABLE settlement_statement", "INSERT INTO settlement_statement SELECT 's1', '2026-11-19', order_id, sumIf(amount, sold=1 OR status='refunded'), sumIf(amount, status='refunded'), 0, 0, 'x', now64() FROM fact_order_line WHERE store_id='s1' AND business_day='2026-11-19' GROUP BY order_id")
	b.has("/owner/settlement?"+settleDay, "与平台逐单一致，一分不差：5 单", "对账单里没有佣金，只比对货款")
}

// TestListsAreTakenOutOneByOne opens every list as both kinds of file, and holds the settlement's rows against its sum.
func TestListsAreTakenOutOneByOne(t *testing.T) {
	h := open(t, true)
	settling(t, h)
	b := h.as("wang")
	for _, kind := range []string{"aggregation", "purchase", "products", "sorting", "delivery", "redemption"} {
		page := b.has("/owner/"+kind+"?"+ownerDay, "/owner/"+kind+".xlsx?day=2026-11-22&amp;store=s1", "/owner/"+kind+".csv?")
		rows := records(t, b, "/owner/"+kind+".csv?"+ownerDay)
		book := workbook(t, b, "/owner/"+kind+".xlsx?"+ownerDay)
		sheet, err := book.GetRows(book.GetSheetName(0))
		if err != nil || len(sheet) != len(rows) || len(rows) < 2 && !strings.Contains(page, `class="state"`) {
			t.Errorf("%s: %d rows in the workbook, %d in the CSV, %v", kind, len(sheet), len(rows), err)
		}
	}
	rows := records(t, b, "/owner/settlement.csv?"+settleDay)
	if len(rows) != 7 || rows[0][7] != "佣金（元）" {
		t.Fatalf("%q", rows)
	}
	last := rows[len(rows)-1]
	for column, want := range map[int]string{4: "84.15", 5: "15.14", 6: "69.01", 7: "6.90"} {
		sum := int64(0)
		for _, r := range rows[1 : len(rows)-1] {
			v, err := strconv.ParseFloat(r[column], 64)
			if err != nil {
				t.Fatal(err)
			}
			sum += int64(v*100 + 0.5)
		}
		if last[column] != want || fmt.Sprintf("%d.%02d", sum/100, sum%100) != want {
			t.Errorf("column %d: rows come to %d, the sum says %s, want %s", column, sum, last[column], want)
		}
	}
	book := workbook(t, b, "/owner/settlement.xlsx?"+settleDay)
	if got := book.GetSheetList(); len(got) != 4 || got[0] != "对账" || got[3] != "关账以后变了的" {
		t.Errorf("sheets %v", got)
	}
	if orders, err := book.GetRows("对账"); err != nil || len(orders) != 9 || orders[0][7] != "佣金（元）" || len(orders[8]) != 1 || !strings.HasPrefix(orders[8][0], "佣金：按天四舍五入到分") {
		t.Errorf("the rule of rounding is not on a line of its own below the orders: %q %v", orders, err)
	}
	if lines, err := book.GetRows("订单逐行相加"); err != nil || len(lines) != 8 {
		t.Errorf("%d lines %v", len(lines), err)
	}
	if week := records(t, b, "/owner/settlement.csv?period=week&"+settleDay); len(week) < 7 || week[len(week)-1][8] != "合计" {
		t.Errorf("%q", week)
	}
}

func records(t *testing.T, b *browser, path string) [][]string {
	t.Helper()
	status, body := b.get(path)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if status != http.StatusOK || err != nil || !strings.HasPrefix(body, "\ufeff") {
		t.Fatalf("%s: %d %v", path, status, err)
	}
	return rows
}

func workbook(t *testing.T, b *browser, path string) *excelize.File {
	t.Helper()
	status, body := b.get(path)
	book, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	if status != http.StatusOK || err != nil {
		t.Fatalf("%s: %d %v", path, status, err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// TestSettlementOfOddDays: nothing sold, totals without lines, events that are gone, a page far beyond.
func TestSettlementOfOddDays(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	b.has("/owner/settlement?store=s1&day=2026-01-01", "还没有成交的日子")
	b.has("/owner/settlement?store=s1&day=2026-01-01&period=month", "这段时间没有成交")
	b.has("/owner/settlement?store=s1", "没有留存这一天的订单事件", "2026年11月21日")
	b.has("/owner/settlement?store=s1&page=99999&paper=80&period=<b>", "paper80")
	if body := b.has("/owner/redemption?q=zzz&"+ownerDay, "找到 0 单"); strings.Contains(body, ">已取走</button>") {
		t.Error("what was not looked for is shown")
	}
	run(t, h.db, "INSERT INTO fact_store (business_day, store_id, orders, amount) VALUES ('2026-10-01', 's1', 3, 1250)")
	b.has("/owner/settlement?store=s1&day=2026-10-01", "¥12.50", "¥1.25", "这一天来自历史汇总，没有逐行订单可核对")
	if status, _ := b.get("/owner/settlement.csv?store=s2&day=2026-11-19"); status != http.StatusForbidden {
		t.Errorf("another store's file: %d", status)
	}
	if _, body := h.as("wang").get("/owner/settlement.csv?store=s1&day=2026-01-01"); !strings.Contains(body, "合计") {
		t.Error("an empty day has no file")
	}
}
