package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// evalOf runs linli eval with these arguments.
func evalOf(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := linli(ctx, t.TempDir(), append([]string{"eval"}, args...)...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".gz") {
		z := gzip.NewWriter(f)
		_, err = z.Write([]byte(content))
		if err == nil {
			err = z.Close()
		}
	} else {
		_, err = f.WriteString(content)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// orderRows are orders of 60 users, who come at an hour of their own, two lines each; times by the layout.
func orderRows(layout string, zone *time.Location) string {
	var b strings.Builder
	for u := range 60 {
		for n := range 12 {
			at := time.Date(2026, 9, 1+n*5+u%5, 6+u%16, (7*n)%60, 0, 0, zone)
			for range 2 {
				fmt.Fprintf(&b, "u%d,o%d-%d,s%d,%s\n", u, u, n, u%3, at.Format(layout))
			}
		}
	}
	return b.String()
}

func TestEvalSendtime(t *testing.T) {
	plain := writeFile(t, "orders.csv.gz", "household_id,basket_id,store_id,transaction_timestamp\n"+orderRows(time.DateTime, time.UTC))
	offset := writeFile(t, "orders.csv", "user_id,order_id,community_id,event_time\n"+orderRows(time.RFC3339, time.FixedZone("", 8*3600)))
	var first string
	for _, path := range []string{plain, offset} { // hours as people saw them, both times
		out, errs, code := evalOf(t, "sendtime", "--orders", path, "--json")
		var r struct {
			Split   string `json:"split"`
			Past    int    `json:"past_orders"`
			Later   int    `json:"later_orders"`
			Methods []struct {
				Name string  `json:"name"`
				Hit  float64 `json:"hit"`
				Low  float64 `json:"hit_low"`
				High float64 `json:"hit_high"`
			} `json:"methods"`
		}
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 {
			t.Fatalf("exit code %d, %v: %s", code, err, errs)
		}
		if r.Split != "user" || r.Past+r.Later != 720 || r.Later != 180 || len(r.Methods) != 5 {
			t.Errorf("%+v", r)
		}
		if chain, ours := r.Methods[0], r.Methods[4]; ours.Hit < chain.Hit+.4 || ours.Low > ours.Hit || ours.High < ours.Hit {
			t.Errorf("chain %+v, ours %+v", chain, ours)
		}
		if first == "" {
			first = out
		} else if out != first {
			t.Errorf("other figures of the same orders, written with an offset:\n%s\n%s", first, out)
		}
	}
	out, errs, code := evalOf(t, "sendtime", "--orders", offset, "--split", "day", "--hours", "2")
	if code != 0 || !strings.Contains(out, "2-hour window") || !strings.Contains(out, "user (ours)") || !strings.Contains(out, "the orders of the last days") {
		t.Errorf("exit code %d:\n%s%s", code, out, errs)
	}
	broken := writeFile(t, "broken.csv", "user_id,order_id,community_id,event_time\n"+orderRows(time.RFC3339, time.UTC)+"u1,x,s1,yesterday\n,x,s1,2026-01-01T00:00:00Z\n")
	if _, errs, code := evalOf(t, "sendtime", "--orders", broken); code != 0 || !strings.Contains(errs, "2 rows left out, the first: line 1442: column event_time") {
		t.Errorf("two broken rows: exit code %d: %s", code, errs)
	}
}

func TestEvalSendtimeRefuses(t *testing.T) {
	good := writeFile(t, "orders.csv", "user_id,event_time\nu1,2026-01-01 08:00:00\n")
	bad := writeFile(t, "bad.csv", "user_id,event_time\nu1,2026-01-01 08:00:00\nu1,noon\nu2,evening\n")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no file":      {nil, "--orders FILE is needed"},
		"no such file": {[]string{"--orders", good + "x.csv"}, "no such file"},
		"no columns":   {[]string{"--orders", writeFile(t, "a.csv", "a,b\n1,2\n")}, "needs columns user_id and event_time"},
		"no row":       {[]string{"--orders", writeFile(t, "a.csv", "user_id,event_time\n")}, "holds no order"},
		"most broken":  {[]string{"--orders", bad}, "2 of 3 rows cannot be used, the first: line 3"},
		"one order":    {[]string{"--orders", good}, "came more than once"},
		"split":        {[]string{"--orders", good, "--split", "week"}, "--split is user or day"},
		"share":        {[]string{"--orders", good, "--share", "1"}, "--share is a share"},
		"hours":        {[]string{"--orders", good, "--hours", "24"}, "--hours lies between"},
		"zone":         {[]string{"--orders", good, "--zone", "Mars"}, "--zone Mars is not known"},
	} {
		_, errs, code := evalOf(t, append([]string{"sendtime"}, c.args...)...)
		lines := strings.Split(strings.TrimSpace(errs), "\n")
		if last := lines[len(lines)-1]; code != 1 || !strings.HasPrefix(last, "linli: ") || !strings.Contains(last, c.want) {
			t.Errorf("%s: exit code %d, the last line does not name %q:\n%s", name, code, c.want, errs)
		}
	}
}
