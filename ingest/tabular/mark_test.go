package tabular

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// rest reads all that is left, each row or what is wrong with it, and the mark before each.
func rest(t *testing.T, r *Reader) (rows []string, marks []Mark) {
	t.Helper()
	for {
		m := r.Mark()
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, append(marks, m)
		}
		if err != nil && !isRowError(err) {
			t.Fatal(err)
		}
		rows, marks = append(rows, fmt.Sprint(row.Number, " ", strings.Join(row.Cells(), "|"), " ", err)), append(marks, m)
	}
}

// TestMarks: from every mark the rest is the rest, with the same line numbers.
func TestMarks(t *testing.T) {
	content := "编号,名称,备注\r\n1,苹果,x\n\n2,\"香\n蕉\",\"多\n行\n\"\r\n,,\n3,\"bad\"quote,x\n4,短\n5,梨,\n\"6\",\"柿\"\"子\",x"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(content)
	if err != nil {
		t.Fatal(err)
	}
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String}, {Name: "b", Type: arrow.PrimitiveTypes.Int64}}, nil)
	var lines []string
	for i := range 20 {
		lines = append(lines, fmt.Sprintf(`{"a":"x%d","b":%d}`, i, i))
	}
	for name, path := range map[string]string{
		"plain": write(t, "a.csv", content), "byte order mark": write(t, "b.csv", "\xef\xbb\xbf"+content), "packed": write(t, "c.csv.gz", content),
		"GB18030": write(t, "d.csv", gb), "parquet": writeParquet(t, schema, "["+strings.Join(lines, ",")+"]"),
	} {
		r, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, marks := rest(t, r)
		if len(rows) < 6 || len(marks) != len(rows)+1 {
			t.Fatalf("%s: %q", name, rows)
		}
		for i, m := range marks {
			if err := r.Seek(m); err != nil {
				t.Fatalf("%s: %+v: %v", name, m, err)
			}
			if got, again := rest(t, r); len(got)+i != len(rows) || i < len(rows) && (!reflect.DeepEqual(got, rows[i:]) || !reflect.DeepEqual(again, marks[i:])) {
				t.Errorf("%s, from %+v:\n got %q %v\nwant %q %v", name, m, got, again, rows[i:], marks[i:])
			}
		}
		_ = r.Close()
	}
}

func TestMarksOfLines(t *testing.T) {
	path := write(t, "a.jsonl", "\xef\xbb\xbf{\"a\":1}\n\n{\"a\":2}\r\n"+strings.Repeat("x", 100_000)+"\n{}\n{\"b\":\"y\"}")
	l, err := OpenLines(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	read := func() (out []string, marks []Mark) {
		for {
			m := l.Mark()
			line, number, err := l.Next()
			if err != nil {
				return out, append(marks, m)
			}
			out, marks = append(out, fmt.Sprint(number, string(line))), append(marks, m)
		}
	}
	want, marks := read()
	if len(want) != 5 {
		t.Fatalf("%.200q", want)
	}
	for i, m := range marks {
		if err := l.Seek(m); err != nil {
			t.Fatal(err)
		}
		if got, _ := read(); len(got)+i != len(want) || i < len(want) && !reflect.DeepEqual(got, want[i:]) {
			t.Errorf("from %+v: %.200q", m, got)
		}
	}
}
