package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func evalCLVLinli(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := linli(ctx, t.TempDir(), append([]string{"eval", "clv"}, args...)...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

func fileOf(t *testing.T, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// summaryLines are customers who buy at a rate of .1 a week or .4, and leave after every fifth purchase.
func summaryLines(n int) []string {
	rng := rand.New(rand.NewPCG(1, 0))
	lines := []string{"customer_id,frequency,recency,T,monetary_value"}
	for i := range n {
		rate, x, last := .1+.3*float64(i%2), 0, 0.0
		for at := rng.ExpFloat64() / rate; at < 39; at += rng.ExpFloat64() / rate {
			if x, last = x+1, at; rng.Float64() < .2 {
				break
			}
		}
		value := 0.0
		if x > 0 {
			value = 20 + 10*rng.Float64()*float64(1+i%3)
		}
		lines = append(lines, fmt.Sprintf("%d,%d,%.2f,39,%.2f", i, x, last, value))
	}
	return lines
}

func TestEvalCLVSummary(t *testing.T) {
	path := fileOf(t, "a.csv", summaryLines(1200)...)
	out, errs, code := evalCLVLinli(t, "--customers", path)
	for _, want := range []string{"1,200 customers", "BG/NBD", "MBG/NBD", "r ", "alpha ", "log-likelihood", "Gamma-Gamma", "repeat purchases", "7+"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit code %d, %q is not told:\n%s%s", code, want, out, errs)
		}
	}
	out, errs, code = evalCLVLinli(t, "--customers", path, "--json")
	var report clvReport
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 || report.Summary == nil || len(report.Summary.Fits) != 2 || report.Summary.Value == nil {
		t.Fatalf("%v: exit code %d\n%s%s", err, code, out, errs)
	}
	var actual, expected float64
	for i := range report.Summary.Actual {
		actual, expected = actual+report.Summary.Actual[i], expected+report.Summary.Expected[i]
	}
	if actual != 1200 || expected < 1199.9 || expected > 1200.1 || report.Summary.Errors[0]["r"] == nil {
		t.Errorf("%v customers, %v expected, errors %v", actual, expected, report.Summary.Errors)
	}
	// Other names, no values.
	lines := []string{"user_id\tx\tt_x\tage"}
	for _, l := range summaryLines(300)[1:] {
		lines = append(lines, strings.Join(strings.Split(l, ",")[:4], "\t"))
	}
	if out, errs, code = evalCLVLinli(t, "--customers", fileOf(t, "b.tsv", lines...)); code != 0 || strings.Contains(out, "Gamma-Gamma") || !strings.Contains(out, "300 customers") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}

func TestEvalCLVTransactions(t *testing.T) {
	out, errs, code := evalCLVLinli(t, "--transactions", filepath.Join("..", "..", "models", "profile", "clv", "testdata", "completejourney.csv.gz"), "--holdout-weeks", "20")
	for _, want := range []string{"in the 20.0 weeks after them", "same rate as before", "overall mean", "recency rule", "AUC", "Brier", "MAE less than that of", "value of a purchase", "tenth", "foretold"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit code %d, %q is not told:\n%s%s", code, want, out, errs)
		}
	}
	out, errs, code = evalCLVLinli(t, "--transactions", filepath.Join("..", "..", "models", "profile", "clv", "testdata", "completejourney.csv.gz"), "--json")
	var report clvReport
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 || report.Holdout == nil || report.Holdout.Weeks != 26 || len(report.Holdout.Purchases) != 5 {
		t.Errorf("%v: exit code %d\n%s%s", err, code, out, errs)
	}
}

// TestEvalCLVOdd: what is left out is told.
func TestEvalCLVOdd(t *testing.T) {
	lines := []string{"household_id,basket_id,transaction_timestamp,sales_value"}
	for i := range 40 {
		for w := 0; w < 30; w += 1 + i%5 {
			lines = append(lines, fmt.Sprintf("h%d,%d-%d,%s 10:00:00,%d", i, i, w, time.Date(2026, 1, 1+7*w, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), 10+i))
		}
	}
	lines = append(lines, ",1,2026-01-02 10:00:00,5", "h1,2,2026-03-03 10:00:00,-4", "returns,2,2026-03-03 10:00:00,-4")
	out, errs, code := evalCLVLinli(t, "--transactions", fileOf(t, "a.csv", lines...), "--holdout-weeks", "9")
	for _, want := range []string{"1 rows without a customer", "2 days of a customer with an amount of 0 or less", "1 customers without any purchase"} {
		if code != 0 || !strings.Contains(errs, want) {
			t.Errorf("exit code %d, %q is not told:\n%s%s", code, want, out, errs)
		}
	}
	if !strings.Contains(out, "a weak prior took part") {
		t.Errorf("40 customers are few, and it is not told:\n%s", out)
	}
}

func TestEvalCLVRefuses(t *testing.T) {
	head, log := "customer_id,frequency,recency,T", "user_id,date,amount"
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":        {nil, "give --customers FILE or --transactions FILE"},
		"negative":       {[]string{"--transactions", "x.csv", "--holdout-weeks", "-1"}, "must not be negative"},
		"no log":         {[]string{"--customers", "x.csv", "--holdout-weeks", "9"}, "needs --transactions"},
		"no file":        {[]string{"--customers", "nowhere.csv"}, "no such file"},
		"no column":      {[]string{"--customers", fileOf(t, "a.csv", "customer_id,frequency,T", "1,2,3")}, "has no column recency: it has customer_id, frequency, T"},
		"no row":         {[]string{"--customers", fileOf(t, "a.csv", head)}, "holds no customer"},
		"beyond":         {[]string{"--customers", fileOf(t, "a.csv", head, "1,1,2,3", "2,1,9,3")}, "line 3: recency 9 lies beyond the age T 3"},
		"half a purcase": {[]string{"--customers", fileOf(t, "a.csv", head, "1,1.5,2,3")}, "line 2: frequency is 1.5"},
		"no number":      {[]string{"--customers", fileOf(t, "a.csv", head, "1,x,2,3")}, `"x" is not a number`},
		"nobody back":    {[]string{"--customers", fileOf(t, "a.csv", head, "1,0,0,3", "2,0,0,9")}, "none of 2 customers bought a second time"},
		"no date":        {[]string{"--transactions", fileOf(t, "a.csv", log, "1,yesterday,3")}, "yesterday"},
		"no amount":      {[]string{"--transactions", fileOf(t, "a.csv", log, "1,2026-01-01,")}, "amount"},
		"no purchase":    {[]string{"--transactions", fileOf(t, "a.csv", log, "1,2026-01-01,-3")}, "holds no purchase"},
		"short":          {[]string{"--transactions", fileOf(t, "a.csv", log, "1,2026-01-01,3", "1,2026-01-20,3"), "--holdout-weeks", "9"}, "leaves no two weeks to learn from"},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := evalCLVLinli(t, c.args...)
			lines := strings.Split(strings.TrimSpace(errs), "\n")
			if last := lines[len(lines)-1]; code != 1 || out != "" || !strings.HasPrefix(last, "linli: ") || !strings.Contains(last, c.want) || strings.Contains(errs, "goroutine ") {
				t.Errorf("exit code %d, the last line does not name %q:\n%s%s", code, c.want, out, errs)
			}
		})
	}
}
