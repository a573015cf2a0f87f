package table

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Excel writes one sheet per table.
func Excel(w io.Writer, tables ...*Table) error {
	f := excelize.NewFile()
	defer f.Close() // nothing is kept on disk
	for i, t := range tables {
		name := sheetName(t.Title, i)
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				return fmt.Errorf("excel: %w", err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			return fmt.Errorf("excel: %w", err)
		}
		if err := t.sheet(f, name); err != nil {
			return fmt.Errorf("excel: sheet %s: %w", name, err)
		}
	}
	return f.Write(w)
}

// sheetName keeps to what Excel allows: 31 characters, none of :\/?*[].
func sheetName(title string, i int) string {
	name := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title))
	if len(name) == 0 {
		return strconv.Itoa(i + 1)
	}
	return string(name[:min(31, len(name))])
}

func (t *Table) sheet(f *excelize.File, name string) error {
	if err := t.paper(f, name); err != nil { // before the stream, which writes what it finds
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7F1ED"}}})
	if err != nil {
		return err
	}
	cents, err := f.NewStyle(&excelize.Style{NumFmt: 4})
	if err != nil {
		return err
	}
	formats := make([]int, len(t.Columns)) // 0: as it comes
	for i, c := range t.Columns {
		if c.kind == money {
			formats[i] = cents
		} else if pattern := t.pattern(i); pattern != "" {
			if formats[i], err = f.NewStyle(&excelize.Style{CustomNumFmt: &pattern}); err != nil {
				return err
			}
		}
	}
	for i, width := range t.widths() {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = excelize.Cell{StyleID: bold, Value: c.Name}
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	for n, row := range t.Rows {
		cells := make([]any, len(row))
		for i, v := range row {
			cells[i] = plain(v)
			if formats[i] != 0 {
				cells[i] = excelize.Cell{StyleID: formats[i], Value: cells[i]}
			}
		}
		if err := out.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return err
		}
	}
	if t.Note != "" {
		if err := out.SetRow("A"+strconv.Itoa(len(t.Rows)+3), []any{t.Note}); err != nil {
			return err
		}
	}
	return out.Flush()
}

// paper makes the sheet ready for filters and for printing: across, all columns on one page, the head on each.
func (t *Table) paper(f *excelize.File, name string) error {
	if len(t.Columns) == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(t.Columns), len(t.Rows)+1)
	if err != nil {
		return err
	}
	if err := f.AutoFilter(name, "A1:"+last, nil); err != nil {
		return err
	}
	yes, across, one, open := true, "landscape", 1, 0
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &across, FitToWidth: &one, FitToHeight: &open}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name})
}

// The narrowest and the widest column of a sheet, in characters; a Chinese one is as wide as two. Rows beyond the first are not measured.
const (
	narrowest, widest = 8, 60
	measured          = 1000
)

// widths are those that the head and the first rows need.
func (t *Table) widths() []float64 {
	all := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		all[i] = wide(c.Name) + 3 // the filter's button
		for _, row := range t.Rows[:min(measured, len(t.Rows))] {
			switch v := plain(row[i]).(type) {
			case string:
				all[i] = max(all[i], wide(v))
			case float64:
				all[i] = max(all[i], wide(strconv.FormatFloat(v, 'f', 2, 64)))
			}
		}
		all[i] = min(widest, max(narrowest, all[i]+1))
	}
	return all
}

// pattern is how a column of numbers is shown, which keep all their digits: shares and other small ones with three decimals, else with one.
func (t *Table) pattern(column int) string {
	if t.Columns[column].kind != number {
		return ""
	}
	largest, whole := 0., true
	for _, row := range t.Rows {
		if v, ok := plain(row[column]).(float64); ok {
			largest, whole = max(largest, math.Abs(v)), whole && v == math.Trunc(v)
		}
	}
	switch {
	case whole:
		return ""
	case largest <= 1:
		return "0.000"
	}
	return "#,##0.0"
}

func wide(s string) (n float64) {
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}
