package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"github.com/linli-project/linli/ingest/tabular"
)

// parquetOf writes a file of JSON rows: the columns store_id, product_id, date, and more.
func parquetOf(t *testing.T, rows []string, more ...string) string {
	t.Helper()
	fields := []arrow.Field{{Name: "store_id", Type: arrow.BinaryTypes.String}, {Name: "product_id", Type: arrow.BinaryTypes.String}, {Name: "date", Type: arrow.FixedWidthTypes.Date32}}
	for _, name := range more {
		f := arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Float64, Nullable: true}
		if strings.HasPrefix(name, "c_") {
			f.Type = arrow.BinaryTypes.String
		}
		fields = append(fields, f)
	}
	schema := arrow.NewSchema(fields, nil)
	rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader("["+strings.Join(rows, ",")+"]"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.parquet")
	if err := tabular.WriteRecords(path, schema, func(write func(arrow.Record) error) error { return write(rec) }); err != nil {
		t.Fatal(err)
	}
	return path
}

// daysOf writes rows of days from to to of November 2026 for each of the products, with more members after the date.
func daysOf(store string, products, from, to int, more func(p, d int) string) (rows []string) {
	for p := range products {
		for d := from; d <= to; d++ {
			rows = append(rows, fmt.Sprintf(`{"store_id":%q,"product_id":"p%d","date":"2026-11-%02d"%s}`, store, p, d, more(p, d)))
		}
	}
	return rows
}

func evalHistory(t *testing.T) string {
	rows := daysOf("s1", 3, 1, 28, func(p, d int) string {
		return fmt.Sprintf(`,"quantity":%d,"stockout":0,"x_price":%d,"c_kind":"k%d"`, 5*p+d%7, 3+d%2, p%2)
	})
	rows[5] = strings.Replace(rows[5], `"stockout":0`, `"stockout":0.5`, 1)
	return parquetOf(t, rows, "quantity", "stockout", "x_price", "c_kind")
}

func evalLinli(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := linli(ctx, t.TempDir(), append([]string{"eval", "forecast"}, args...)...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// TestEvalForecast: the days that the future asks for are written, once each and in order, also those of unknown products; the same
// again for another number of threads.
func TestEvalForecast(t *testing.T) {
	rows := daysOf("s1", 3, 29, 30, func(p, _ int) string { return fmt.Sprintf(`,"x_price":3,"c_kind":"k%d"`, p%2) })
	rows = append(rows, `{"store_id":"s2","product_id":"new","date":"2026-11-30","x_price":4,"c_kind":"k9"}`)
	past, future := evalHistory(t), parquetOf(t, rows, "x_price", "c_kind")
	var files [2][]byte
	for k := range files {
		path := filepath.Join(t.TempDir(), "out.parquet")
		out, errs, code := evalLinli(t, "--history", past, "--future", future, "--out", path, "--threads", fmt.Sprint(k+1))
		if code != 0 || !strings.Contains(out, "7 forecasts of 4 series") || !strings.Contains(out, "peak memory") ||
			!strings.Contains(errs, "1 series to come that have no history") {
			t.Fatalf("exit code %d\n%s%s", code, out, errs)
		}
		var err error
		if files[k], err = os.ReadFile(path); err != nil { //nolint:gosec // a test's own folder
			t.Fatal(err)
		}
		if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
			t.Errorf("%d files beside the result", len(left)-1)
		}
		if k > 0 {
			continue
		}
		var got []string
		err = tabular.Records(t.Context(), path, nil, func(rec arrow.Record) error {
			if names := fmt.Sprint(rec.Schema().Fields()[3:]); !strings.Contains(names, "mean") || !strings.Contains(names, "q95") || rec.NumCols() != 11 {
				t.Errorf("columns %s", names)
			}
			for i := range int(rec.NumRows()) {
				got = append(got, rec.Column(0).ValueStr(i)+" "+rec.Column(1).ValueStr(i)+" "+rec.Column(2).ValueStr(i))
				before := 0.0
				for c := 4; c < 11; c++ {
					if q := rec.Column(c).(*array.Float64).Value(i); !(q >= before) || math.IsInf(q, 0) {
						t.Errorf("row %d: quantile %d is %v after %v", i, c-3, q, before)
					} else {
						before = q
					}
				}
			}
			return nil
		})
		want := "[s1 p0 2026-11-29 s1 p0 2026-11-30 s1 p1 2026-11-29 s1 p1 2026-11-30 s1 p2 2026-11-29 s1 p2 2026-11-30 s2 new 2026-11-30]"
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%v: rows %v", err, got)
		}
	}
	if string(files[0]) != string(files[1]) {
		t.Error("another number of threads writes another file")
	}
}

// TestEvalFallbacks: what is mended is told.
func TestEvalFallbacks(t *testing.T) {
	rows := daysOf("s1", 2, 1, 28, func(p, d int) string {
		switch {
		case p == 0 && d == 3:
			return `,"quantity":-4,"x_price":3`
		case p == 0 && d == 4:
			return `,"quantity":null,"x_price":1e300`
		case p == 0 && d == 20:
			return `,"quantity":90000,"x_price":3`
		}
		return `,"quantity":4,"x_price":3`
	})
	rows = append(rows[:10], rows[11:]...)
	future := parquetOf(t, daysOf("s1", 2, 29, 30, func(int, int) string { return "" }))
	_, errs, code := evalLinli(t, "--history", parquetOf(t, rows, "quantity", "x_price"), "--future", future, "--out", filepath.Join(t.TempDir(), "o"))
	for _, want := range []string{"1 days without a row", "1 negative quantities", "1 quantities that are null", "1 quantities above 20 times", "1 infinite x_*",
		"x_price is not told of the days to come"} {
		if code != 0 || !strings.Contains(errs, want) {
			t.Errorf("exit code %d, %q is not told:\n%s", code, want, errs)
		}
	}
}

func TestEvalRolling(t *testing.T) {
	out, errs, code := evalLinli(t, "--history", evalHistory(t), "--rolling", "2", "--horizon", "5")
	if code != 0 {
		t.Fatal(errs)
	}
	for _, want := range []string{"from 2026-11-18, 15 days scored", "from 2026-11-23, 15 days scored", "all 2 origins", "WAPE", "bias", "WQL", "in50", "in90",
		"too little history for the boosted model", "peak memory"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not told:\n%s", want, out)
		}
	}
	for _, method := range []string{"linli", "seasonal_naive", "weekday_mean", "ets"} {
		if n := strings.Count(out, "\n"+method+" "); n != 3 {
			t.Errorf("%s is told %d times, want per origin and pooled:\n%s", method, n, out)
		}
	}
}
