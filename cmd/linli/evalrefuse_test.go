package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEvalRefuses: each mistake gets one line that says what to do, and leaves what was there before.
func TestEvalRefuses(t *testing.T) {
	past := evalHistory(t)
	dir := t.TempDir()
	out, empty, text := filepath.Join(dir, "out.parquet"), filepath.Join(dir, "empty.parquet"), filepath.Join(dir, "text.csv")
	for path, content := range map[string]string{out: "before", empty: "", text: "store_id,product_id,date,quantity\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write := func(more func(p, d int) string, columns ...string) string {
		return parquetOf(t, daysOf("s1", 2, 1, 28, more), columns...)
	}
	zeros := write(func(int, int) string { return `,"quantity":0` }, "quantity")
	future := parquetOf(t, daysOf("s1", 2, 29, 30, func(int, int) string { return "" }))
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no history":       {[]string{"--rolling", "1"}, "--history FILE.parquet is needed"},
		"nothing to do":    {[]string{"--history", past}, "--rolling K"},
		"no out":           {[]string{"--history", past, "--future", future}, "--out FILE.parquet"},
		"both ways":        {[]string{"--history", past, "--rolling", "1", "--out", out}, "leave --future and --out out"},
		"negative rolling": {[]string{"--history", past, "--rolling", "-1"}, "--rolling must not be negative"},
		"long horizon":     {[]string{"--history", past, "--horizon", "400", "--out", out}, "between 1 and 90"},
		"threads":          {[]string{"--history", past, "--horizon", "7", "--threads", "-2", "--out", out}, "--threads must not be negative"},
		"many origins":     {[]string{"--history", past, "--rolling", "9"}, "9 origins 7 days apart need 64 days of history, there are 28"},
		"unknown flag":     {[]string{"--historie", past}, "unknown flag"},
		"no such file":     {[]string{"--history", out + "x", "--horizon", "7", "--out", out}, "no such file"},
		"empty file":       {[]string{"--history", empty, "--horizon", "7", "--out", out}, "is empty"},
		"no Parquet":       {[]string{"--history", text, "--horizon", "7", "--out", out}, "no Parquet file that can be read"},
		"a folder":         {[]string{"--history", dir, "--horizon", "7", "--out", out}, "is a folder"},
		"no row":           {[]string{"--history", parquetOf(t, nil, "quantity"), "--horizon", "7", "--out", out}, "holds no row"},
		"no quantity":      {[]string{"--history", future, "--horizon", "7", "--out", out}, `column "quantity" is missing`},
		"no sale":          {[]string{"--history", zeros, "--horizon", "7", "--out", out}, "the history holds no sale"},
		"two rows":         {[]string{"--history", parquetOf(t, append(daysOf("s1", 1, 1, 9, one), daysOf("s1", 1, 9, 9, one)...), "quantity"), "--horizon", "7", "--out", out}, "(s1, p0, 2026-11-09): there are two rows"},
		"stock-out":        {[]string{"--history", write(func(_, d int) string { return fmt.Sprintf(`,"quantity":1,"stockout":%d`, d/14) }, "quantity", "stockout"), "--horizon", "7", "--out", out}, "(s1, p0, 2026-11-28): stockout is 2"},
		"c_* changes":      {[]string{"--history", write(func(_, d int) string { return fmt.Sprintf(`,"quantity":1,"c_kind":"k%d"`, d/14) }, "quantity", "c_kind"), "--horizon", "7", "--out", out}, `(s1, p0, 2026-11-14): c_kind is "k1", before it was "k0"`},
		"future is past":   {[]string{"--history", past, "--future", past, "--out", out}, "not after the last one of the history, 2026-11-28"},
		"future is empty":  {[]string{"--history", past, "--future", parquetOf(t, nil), "--out", out}, "holds no row"},
		"short horizon":    {[]string{"--history", past, "--future", future, "--horizon", "1", "--out", out}, "goes 2 days ahead"},
		"out is in":        {[]string{"--history", past, "--future", future, "--out", past}, "would replace what is read"},
		"out is a folder":  {[]string{"--history", past, "--future", future, "--out", dir}, "is a folder"},
		"out is nowhere":   {[]string{"--history", past, "--future", future, "--out", filepath.Join(dir, "none", "o")}, "there is no folder"},
	} {
		t.Run(name, func(t *testing.T) {
			_, errs, code := evalLinli(t, c.args...)
			lines := strings.Split(strings.TrimSpace(errs), "\n")
			if last := lines[len(lines)-1]; code != 1 || !strings.HasPrefix(last, "linli: ") || !strings.Contains(last, c.want) {
				t.Errorf("exit code %d, the last line does not name %q:\n%s", code, c.want, errs)
			}
			if strings.Contains(errs, "goroutine ") || strings.Contains(errs, "Usage:") {
				t.Errorf("more than a line was said:\n%s", errs)
			}
		})
	}
	if before, err := os.ReadFile(out); err != nil || string(before) != "before" { //nolint:gosec // a test's own folder
		t.Errorf("the file that was there before is now %q (%v)", before, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 3 {
		t.Errorf("%d files, want 3", len(left))
	}
}

func one(int, int) string { return `,"quantity":1` }
