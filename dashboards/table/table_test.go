package table

import (
	"bytes"
	"encoding/csv"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func sample() *Table {
	t := New("a/b: [名]", Text("商品"), Number("份"), Money("元"), Day("日"))
	t.Add("=1+1", 1.5, int64(1290), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	t.Add(`@x "y", z`, math.NaN(), int64(-5), time.Unix(0, 0))
	return t
}

func TestCSVRunsNothing(t *testing.T) {
	var b bytes.Buffer
	if err := sample().CSV(&b); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok {
		t.Fatal("no byte order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"商品", "份", "元", "日"}, {"'=1+1", "1.5", "12.90", "2026-11-22"}, {`'@x "y", z`, "", "-0.05", ""}}
	for i := range want {
		if strings.Join(rows[i], "|") != strings.Join(want[i], "|") {
			t.Errorf("row %d: %q, want %q", i, rows[i], want[i])
		}
	}
}

func TestExcelHoldsTextAsText(t *testing.T) {
	var b bytes.Buffer
	if err := Excel(&b, sample(), New("空", Text("x"))); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), "|"); got != "a b   名 |空" {
		t.Errorf("sheets %q", got)
	}
	sheet := f.GetSheetList()[0]
	if formula, _ := f.GetCellFormula(sheet, "A2"); formula != "" {
		t.Errorf("a text became the formula %q", formula)
	}
	for cell, want := range map[string]string{"A2": "=1+1", "B2": "1.5", "C2": "12.9", "D2": "2026-11-22", "B3": "", "C3": "-0.05"} {
		if got, _ := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true}); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
}

// A sheet is ready for filters and paper; a long fraction is shown short and kept whole.
func TestExcelIsReadyForFilterAndPaper(t *testing.T) {
	long := New("订货单", Text("商品"), Number("预计"), Number("整件"), Number("占比"))
	long.Add("上海青", 10.33539, 6., 0.0123)
	var b bytes.Buffer
	if err := Excel(&b, long); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"B2": "10.3", "C2": "6", "D2": "0.012"} {
		if got, _ := f.GetCellValue("订货单", cell); got != want {
			t.Errorf("%s is shown as %q, want %q", cell, got, want)
		}
	}
	if raw, _ := f.GetCellValue("订货单", "B2", excelize.Options{RawCellValue: true}); raw != "10.33539" {
		t.Errorf("kept %s", raw)
	}
	if layout, err := f.GetPageLayout("订货单"); err != nil || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
		t.Errorf("%+v, %v", layout, err)
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	if names["_xlnm.Print_Titles"] != "'订货单'!$1:$1" || names["_xlnm._FilterDatabase"] == "" {
		t.Errorf("names %v", names)
	}
}
