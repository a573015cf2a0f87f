package table

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
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
