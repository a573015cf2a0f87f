package tabular

import (
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbook writes a sheet as people make them: an empty sheet before it, days as days, numbers as they are stored.
func workbook(t *testing.T, rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("对账单"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("对账单", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExcel(t *testing.T) {
	on := time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	path := workbook(t, []any{"订单编号 ", "日期", "时间", "实付", "备注"}, []any{"0017", on, on.Add(9*time.Hour + 30*time.Minute), 4.35, "a-b"},
		[]any{}, []any{"0018", "2026/11/18", nil, "12.90", nil}, []any{"0019", on, nil, 1e3, "x", "too many"})
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	row, err := r.Next()
	if err != nil || row.Number != 2 {
		t.Fatal(row, err)
	}
	day, err1 := row.Date("日期")
	at, err2 := row.Instant("时间", time.UTC)
	fen, err3 := row.Decimal("实付", 2)
	if !day.Equal(on) || !at.Equal(on.Add(9*time.Hour+30*time.Minute)) || fen != 435 || row.Text("订单编号") != "0017" || row.Text("备注") != "a-b" {
		t.Errorf("%v %v %d %q %q: %v %v %v", day, at, fen, row.Text("订单编号"), row.Text("备注"), err1, err2, err3)
	}
	row, err = r.Next()
	if err != nil || row.Number != 4 || row.Has("备注") {
		t.Fatal(row, err)
	}
	if day, err := row.Date("日期"); err != nil || day.Day() != 18 {
		t.Error(day, err)
	}
	if fen, err := row.Decimal("实付", 2); err != nil || fen != 1290 {
		t.Error(fen, err)
	}
	if _, err := r.Next(); err == nil || err.Error() != "row 5: has 6 cells, the header has 5" {
		t.Error(err)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if v := moment(value{kind: text, text: "4.3499999999999996"}, "4.35"); v.text != "4.35" {
		t.Error(v)
	}
	if _, err := Open(workbook(t)); err == nil {
		t.Error("an empty workbook was opened")
	}
}
