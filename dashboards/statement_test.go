package dashboards

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/linli-project/linli/ingest/master"
)

// counter is a house whose settlement page takes statements.
func counter(t *testing.T) *house {
	h := open(t, true)
	settling(t, h)
	h.site.owner.Statement = master.TakeStatement
	return h
}

// upload sends a file as the form does and gives where the answer leads.
func (b *browser) upload(query, token, name, content string) (status int, to, body string) {
	b.h.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("form", token)
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			b.h.t.Fatal(err)
		}
		_, _ = io.WriteString(part, content)
	}
	_ = w.Close()
	r, err := http.NewRequestWithContext(b.h.t.Context(), http.MethodPost, b.h.srv.URL+"/owner/settlement?"+query, &form)
	if err != nil {
		b.h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	res, err := b.c.Do(r)
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), html.UnescapeString(string(text))
}

const statementHead = "门店编号,日期,订单编号,实付金额,退款金额,佣金\n"

// TestStatementIsHandedIn: the file goes in, is shown as read, stands in the log, and is held against the orders at once.
func TestStatementIsHandedIn(t *testing.T) {
	h := counter(t)
	b := h.as("wang")
	token := b.form("/owner/settlement?" + settleDay)
	b.has("/owner/settlement?"+settleDay, "还没有导入平台这一天的对账单", `type="file"`, `enctype="multipart/form-data"`)
	content := statementHead + "s1,2026-11-19,order-A,34.58,0,3.46\ns1,2026/11/19,order-B,30,10,2\ns1,2026-11-19,order-D,7.77,,0.78\ns1,2026-11-19,order-E,5.14,-5.14,0\ns1,2026-11-19,order-F,6.66,0,0.66\n"
	status, to, body := b.upload(settleDay, token, `C:\账\平台 11月<b>.CSV`, content)
	if status != http.StatusSeeOther {
		t.Fatalf("%d %s\n%s", status, body, h.log)
	}
	b.has(to, "✓ 已导入 平台 11月_b_.csv：5 行，11月19日，付款 ¥84.15，退款 ¥15.14，佣金 ¥6.90。", "与平台逐单一致，一分不差：5 单", "来自 平台 11月_b_.csv")
	if n := h.count("SELECT count() FROM settlement_statement FINAL WHERE store_id = 's1'"); n != 5 {
		t.Errorf("%d rows", n)
	}
	if n := h.count("SELECT count() FROM change_log WHERE what = 'statement' AND login = 'wang' AND role = 'owner' AND store_id = 's1' AND after = '5 2026-11-19 2026-11-19 8415 1514 690'"); n != 1 {
		t.Errorf("%d lines in the log", n)
	}
	h.as("boss").has("/manager/changes", "导入对账单", "5 行，11月19日，付款 ¥84.15")
	if body := h.as("boss").has(to); strings.Contains(body, "已导入") { // somebody else's word
		t.Error("what one has handed in is told to another")
	}
	// Mended and handed in again, by the merchandiser, as a workbook of two stores; text that a spreadsheet would run is text.
	h.pass(time.Minute)
	book := excelize.NewFile()
	for i, row := range [][]any{{"门店编号", "日期", "订单号", "实付"}, {"s1", "2026-11-19", "order-A", 35.58}, {"s1", "2026-11-19", `=HYPERLINK("http://evil.example","x")`, 1.5}, {"s2", "2026-11-19", "+2+3", 2}} {
		if err := book.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	r := h.as("range")
	if status, to, body = r.upload(settleDay, r.form("/owner/settlement?"+settleDay), "二.xlsx", file.String()); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, body)
	}
	r.has(to, "已导入 二.xlsx：3 行", "付款金额不同", "+¥1.00", "=HYPERLINK(")
	for _, row := range records(t, r, "/owner/settlement.csv?"+settleDay) {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+@", rune(cell[0])) {
				t.Errorf("a file that is taken out runs %q", cell)
			}
		}
	}
	formulas := workbook(t, r, "/owner/settlement.xlsx?"+settleDay)
	for _, sheet := range formulas.GetSheetList() {
		rows, _ := formulas.GetRows(sheet)
		for y, row := range rows {
			for x := range row {
				cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if f, _ := formulas.GetCellFormula(sheet, cell); f != "" {
					t.Errorf("%s %s is the formula %q", sheet, cell, f)
				}
			}
		}
	}
}

// TestBadStatementsAreRefused: in one line that says where, with nothing kept.
func TestBadStatementsAreRefused(t *testing.T) {
	h := counter(t)
	b := h.as("wang")
	token := b.form("/owner/settlement?" + settleDay)
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	for zeros := make([]byte, 1<<20); err == nil && bomb.Len() < 200<<10; {
		_, err = w.Write(zeros)
	}
	_ = z.Close()
	good := "s1,2026-11-19,o-1,1,0,0\n"
	for name, c := range map[string]struct {
		file, content string
		status        int
		want          string
	}{
		"another store":   {"a.csv", statementHead + good + "s2,2026-11-19,o-2,1,0,0\n", 422, "a.csv 第 3 行：「门店编号」写着“s2”，不是你的门店。"},
		"no store at all": {"a.csv", statementHead + "s9,2026-11-19,o-2,1,0,0\n", 422, "第 2 行：「门店编号」写着“s9”，不是你的门店。"},
		"no amount":       {"a.csv", statementHead + good + "s1,2026-11-19,o-2,=1+1,0,0\n", 422, "第 3 行：「实付金额」写着“=1+1”，不是金额。"},
		"half a fen":      {"a.csv", statementHead + "s1,2026-11-19,o-2,1.005,0,0\n", 422, "最多两位小数"},
		"no day":          {"a.csv", statementHead + "s1,gestern,o-2,1,0,0\n", 422, "第 2 行：「日期」写着“gestern”，不是日期。"},
		"empty order":     {"a.csv", statementHead + "s1,2026-11-19,,1,0,0\n", 422, "第 2 行：「订单编号」是空的。"},
		"twice":           {"a.csv", statementHead + good + good, 422, "第 3 行：同一单在同一天出现了两次。"},
		"odd fields":      {"a.csv", statementHead + "s1,2026-11-19,o-2\n", 422, "第 2 行：这一行的格数和表头不一样"},
		"no column":       {"a.csv", "门店编号,日期,实付金额\ns1,2026-11-19,1\n", 422, "a.csv 里没有「订单编号」这一列"},
		"only a head":     {"a.csv", statementHead, 422, "只有表头"},
		"empty":           {"a.csv", "", 422, "读不出来"},
		"no workbook":     {"a.xlsx", "PK nothing of the kind", 422, "a.xlsx 读不出来"},
		"picture":         {"a.png", "\x89PNG", 415, "a.png 不是 .xlsx 或 .csv 文件"},
		"packed":          {"a.csv.gz", "x", 415, "不是 .xlsx 或 .csv 文件"},
		"path":            {"../../etc/x.csv", "门店\n", 422, "x.csv 里没有"},
		"bomb":            {"a.xlsx", bomb.String(), 422, "太长"},
		"too big":         {"a.csv", strings.Repeat("x", 8<<20+1), 413, "文件超过 8 MB"},
		"far too big":     {"a.csv", strings.Repeat("x", 33<<20), 413, "发来的内容太大"},
		"no file":         {"", "", 400, "没有选文件"},
	} {
		status, _, body := b.upload(settleDay, token, c.file, c.content)
		if status != c.status || !strings.Contains(body, c.want) || strings.Contains(body, "linli-statement-") {
			t.Errorf("%s: %d, want %d and %q:\n%s", name, status, c.status, c.want, body)
		}
	}
	content := statementHead + good
	other := h.as("range")
	for name, try := range map[string]func() (int, string, string){
		"other store's page": func() (int, string, string) { return b.upload("store=s2&day=2026-11-19", token, "a.csv", content) },
		"no token":           func() (int, string, string) { return b.upload(settleDay, "", "a.csv", content) },
		"another's token": func() (int, string, string) {
			return b.upload(settleDay, other.form("/owner/settlement?"+settleDay), "a.csv", content)
		},
	} {
		if status, _, _ := try(); status != http.StatusForbidden {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _, _ := h.browser().upload(settleDay, token, "a.csv", content); status != http.StatusUnauthorized {
		t.Errorf("not signed in: %d", status)
	}
	if n := h.count("SELECT count() FROM settlement_statement") + h.count("SELECT count() FROM change_log") + h.count("SELECT count() FROM system.tables WHERE name LIKE 'stage_%'"); n != 0 {
		t.Errorf("%d rows were left by what was refused", n)
	}
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("a refusal is no failure of ours:\n%s", h.log)
	}
	b.get("/lang?to=en")
	if _, _, body := b.upload(settleDay, token, "a.csv", statementHead+"s2,2026-11-19,o-2,1,0,0\n"); !strings.Contains(body, "a.csv, row 2: store_id says “s2”, which is no store of yours. Only rows of your own stores are taken. Nothing was taken; mend it and try again.") {
		t.Errorf("English: %s", body)
	}
	h.site.owner.Statement = nil
	if status, _, _ := b.upload(settleDay, token, "a.csv", content); status != http.StatusNotFound {
		t.Errorf("without a reader: %d", status)
	}
	b.has("/owner/settlement?"+settleDay, "linli import statement")
}
