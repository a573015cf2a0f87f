package dashboards

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/linli-project/linli/dashboards/words"
)

func TestReportFormats(t *testing.T) {
	h := open(t, true)
	ctx := context.Background()
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	write := func(format string) []byte {
		t.Helper()
		var b bytes.Buffer
		err := Report(ctx, h.db, &b, ReportOptions{Store: "s1", Day: day, Format: format, Lang: "zh", Now: h.site.options.Now})
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	html := string(write("html"))
	for _, want := range []string{"望京花园店", "本地小油菜 500g", "今天订多少", "<style>", "模拟数据", "¥256.74"} {
		if !strings.Contains(html, want) {
			t.Errorf("html lacks %q", want)
		}
	}
	for _, bad := range []string{"<script", "<link", "src=", "/assets/", "<a ", "ZgotmplZ"} {
		if strings.Contains(html, bad) {
			t.Errorf("html contains %q", bad)
		}
	}
	if md := string(write("md")); !strings.Contains(md, "| 本地小油菜 500g | 12 份 |") || strings.Contains(md, "<script>") || !strings.Contains(md, "**¥256.74**") {
		t.Errorf("md:\n%s", md)
	}
	if !bytes.Equal(write("html"), write("html")) || !bytes.Equal(write("md"), write("md")) {
		t.Error("the same report twice is not the same")
	}
	compareExcel(t, h, write("xlsx"))
	for _, bad := range []ReportOptions{{Store: "s1", Format: "pdf"}, {Store: "nowhere", Format: "md"}, {Format: "md"}} {
		var b bytes.Buffer
		if err := Report(ctx, h.db, &b, bad); err == nil || b.Len() > 0 {
			t.Errorf("%+v: %v, %d bytes", bad, err, b.Len())
		}
	}
	for _, format := range []string{"html", "xlsx", "md"} { // a store with nothing yet
		var b bytes.Buffer
		if err := Report(ctx, h.db, &b, ReportOptions{Store: "s3", Format: format, Lang: "en", Now: h.site.options.Now}); err != nil || b.Len() == 0 {
			t.Errorf("empty %s: %v", format, err)
		}
	}
}

// compareExcel opens the workbook again and finds the same figures in ClickHouse by other queries.
func compareExcel(t *testing.T, h *house, file []byte) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), " "); got != "摘要 订货单 选品建议 谁带来了邻居 建议后来怎么样了 汇总 采购单 按商品分拣 分拣 配送 核销" {
		t.Errorf("sheets: %s", got)
	}
	if head, err := f.GetRows("摘要"); err != nil || !slices.ContainsFunc(head, func(row []string) bool { return slices.Contains(row, "2026-11-22 07:00") }) {
		t.Errorf("the summary does not say when it was made, as other files write it: %v %v", head, err)
	}
	sum := func(sheet, column string) (total float64, rows int) {
		all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil || len(all) == 0 {
			t.Fatal(sheet, err)
		}
		at := -1
		for i, name := range all[0] {
			if name == column {
				at = i
			}
		}
		if at < 0 {
			t.Fatalf("%s has no column %s: %v", sheet, column, all[0])
		}
		for _, row := range all[1:] {
			v, err := strconv.ParseFloat(row[at], 64)
			if err != nil {
				t.Fatal(err)
			}
			total += v
			rows++
		}
		return total, rows
	}
	for _, c := range []struct{ sheet, column, query string }{
		{"订货单", "订", "SELECT sum(quantity) FROM order_sheet WHERE store_id = 's1' AND as_of = '2026-11-21'"},
		{"订货单", "涉及金额（元）", "SELECT sum(stake_fen) / 100 FROM order_sheet WHERE store_id = 's1' AND as_of = '2026-11-21'"},
		{"汇总", "数量", "SELECT toFloat64(sum(quantity)) FROM fact_order_line WHERE store_id = 's1' AND status = 'paid'"},
		{"汇总", "金额（元）", "SELECT sum(amount) / 100 FROM fact_order_line WHERE store_id = 's1' AND status = 'paid'"},
		{"分拣", "数量", "SELECT toFloat64(sum(quantity)) FROM fact_order_line WHERE store_id = 's1' AND status = 'paid'"},
		{"配送", "数量", "SELECT toFloat64(sum(quantity)) FROM fact_order_line WHERE store_id = 's1' AND status = 'paid'"},
	} {
		got, rows := sum(c.sheet, c.column)
		var want float64
		if _, err := h.db.GetText(context.Background(), &want, c.query, nil); err != nil {
			t.Fatal(err)
		}
		if math.Abs(got-want) > 0.001 || rows == 0 {
			t.Errorf("%s %s: %v in %d rows, want %v", c.sheet, c.column, got, rows, want)
		}
	}
}

// TestFiguresOnPages finds figures of the pages in ClickHouse by other queries.
func TestFiguresOnPages(t *testing.T) {
	h := open(t, true)
	boss, wang := h.as("boss"), h.as("wang")
	one := func(query string) (v int64) {
		t.Helper()
		if _, err := h.db.GetText(context.Background(), &v, query, nil); err != nil {
			t.Fatal(err)
		}
		return v
	}
	sold := " FROM fact_order_line WHERE sold AND business_day BETWEEN '2026-11-15' AND '2026-11-21'"
	_, figures := boss.get("/part/figures?days=7")
	p := words.Printer{Lang: words.Chinese}
	for name, want := range map[string]string{
		"GMV":    p.Sum(one("SELECT sum(amount)" + sold)),
		"orders": p.Count(one("SELECT toInt64(count(DISTINCT store_id, order_id))" + sold)),
		"buyers": p.Count(one("SELECT toInt64(count(DISTINCT user_id))" + sold)),
	} {
		if !strings.Contains(figures, "<b>"+want+"</b>") {
			t.Errorf("%s: %s is not on the page", name, want)
		}
	}
	_, owner := wang.get("/owner?store=s1&day=2026-11-22")
	day := " FROM fact_order_line WHERE store_id = 's1' AND business_day = '2026-11-21'"
	for name, want := range map[string]string{
		"net":  p.Money(one("SELECT sumIf(amount, sold)" + day)),
		"due":  p.Money(one("SELECT toInt64(round(sumIf(amount, sold) * 0.1))" + day)),
		"open": "<b>" + p.Count(one("SELECT toInt64(count(DISTINCT user_id))"+day+" AND status = 'paid'")) + "</b>分拣",
	} {
		if !strings.Contains(owner, want) {
			t.Errorf("%s: %s is not on the page", name, want)
		}
	}
	if _, csv := h.as("range").get("/merchandiser/recommendations.csv?action=add"); strings.Count(csv, "\n") != 1+int(one("SELECT toInt64(count()) FROM recommendation WHERE action = 'add'")) {
		t.Errorf("csv:\n%s", csv)
	}
}
