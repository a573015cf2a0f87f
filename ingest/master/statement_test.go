package master

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/linli-project/linli/sql/sqltest"
)

// TestStatement: as platforms export them, with refunds below 0 and money in yuan; a corrected file takes the place of the first.
func TestStatement(t *testing.T) {
	db := sqltest.Open(t)
	if _, err := Import(t.Context(), db, Stores, file(t, "s.csv", "store_id,name\ns1,x\n"), Options{}); err != nil {
		t.Fatal(err)
	}
	stands := func() (out []string) {
		if err := db.SelectText(t.Context(), &out, "SELECT toString(tuple(* EXCEPT (imported_at, source))) FROM settlement_statement FINAL ORDER BY ALL", nil); err != nil {
			t.Fatal(err)
		}
		return out
	}
	for i, c := range []struct {
		content string
		want    []string
	}{
		{"门店编号,结算日期,订单编号,实付金额,退款金额,佣金,备注\ns1,2026-11-21,o1,12.90,,1.29,\ns1,2026/11/22,o1,0,-12.90,-1.29,x\n",
			[]string{`('s1','2026-11-21','o1',1290,0,129,1)`, `('s1','2026-11-22','o1',0,1290,-129,1)`}},
		{"store_id,date,order_id,paid,refunded\ns1,2026-11-21,o1,1300,10\n", []string{`('s1','2026-11-21','o1',1300,10,0,0)`, `('s1','2026-11-22','o1',0,1290,-129,1)`}},
	} {
		r, err := Import(t.Context(), db, Statements, file(t, "a.csv", c.content), Options{Now: time.UnixMilli(int64(i) + 1)})
		if err != nil || int(r.Written) != 2-i {
			t.Fatalf("%+v %v", r, err)
		}
		if got := stands(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("\n got %s\nwant %s", got, c.want)
		}
	}
	book, path := excelize.NewFile(), filepath.Join(t.TempDir(), "平台.xlsx")
	for cell, v := range map[string]any{"A1": "门店编号", "B1": "日期", "C1": "订单号", "D1": "实付", "A2": "s1", "B2": time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), "C2": "o7", "D2": 4.35} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if r, err := Import(t.Context(), db, Statements, path, Options{}); err != nil || r.Written != 1 || stands()[0] != `('s1','2026-11-20','o7',435,0,0,0)` {
		t.Errorf("a workbook: %+v %v %s", r, err, stands())
	}
	for name, c := range map[string]struct{ content, want string }{
		"no such store": {"store_id,date,order_id,paid\ns9,2026-11-21,o1,1\n", `line 2: column store_id: there is no store "s9"`},
		"no day":        {"store_id,date,order_id,paid\ns1,,o1,1\n", "line 2: column date: is empty"},
		"half a fen":    {"store_id,date,order_id,paid_yuan\ns1,2026-11-21,o1,1.005\n", "more than 2 decimal places"},
		"twice":         {"store_id,date,order_id,paid\ns1,2026-11-21,o1,1\ns1,2026-11-21,o1,2\n", "stands twice in the file"},
		"both":          {"store_id,date,order_id,paid,实付金额\ns1,2026-11-21,o1,1,2\n", "paid is given too"},
		"no paid":       {"store_id,date,order_id\ns1,2026-11-21,o1\n", "has no column paid"},
	} {
		if _, err := Import(t.Context(), db, Statements, file(t, "b.csv", c.content), Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if len(stands()) != 3 {
		t.Error("a refused file left rows")
	}
}
