package table

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// CSV writes the table with a byte order mark, so that Excel reads Chinese, and
// without formulas: a text that a spreadsheet would run gets an apostrophe.
func (t *Table) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			switch v := plain(v).(type) {
			case string:
				cells[i] = harmless(v)
			case float64:
				digits := -1
				if t.Columns[i].kind == money {
					digits = 2
				}
				cells[i] = strconv.FormatFloat(v, 'f', digits, 64)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

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
	for i, c := range t.Columns {
		width := 12.0
		if c.kind == text {
			width = 22
		}
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
			if t.Columns[i].kind == money {
				cells[i] = excelize.Cell{StyleID: cents, Value: cells[i]}
			}
		}
		if err := out.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}
