package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSimulateTellsTheTruth sends a spoiled load, once with nobody there and once to a running serve, and compares ledger
// and daily facts with the summary.
func TestSimulateTellsTheTruth(t *testing.T) {
	dir := t.TempDir()
	load := func() (s simulated) {
		t.Helper()
		cmd := linli(t.Context(), dir, "simulate", "--events", "20000", "--days", "4", "--master", "--json",
			"--duplicate", "0.03", "--late", "0.05", "--late-by", "30h", "--broken", "0.01")
		var log strings.Builder
		cmd.Stderr = &log
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, log.String())
		}
		if err := json.Unmarshal(out, &s); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return s
	}
	first := load()
	if first.Events != 20_000 || first.Messages != first.Events+first.Duplicates+first.Broken || first.Late < 500 || first.MeanBytes < 250 {
		t.Errorf("%+v", first)
	}
	serve := linli(t.Context(), dir, "serve")
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = serve.Process.Signal(syscall.SIGINT)
		_ = serve.Wait()
	}()
	ledger := "SELECT topic, sum(consumed), sum(stored), sum(duplicate), sum(rejected) FROM ingest_ledger FINAL WHERE topic != 'linli.dead' GROUP BY topic ORDER BY topic"
	expect := func(times int64) {
		t.Helper()
		want := ""
		for _, name := range []string{"linli.click", "linli.order", "linli.share"} {
			r := first.Truth.Topics[name]
			want += fmt.Sprintln(name, times*r.Consumed, r.Stored, times*r.Consumed-r.Stored-times*r.Rejected, times*r.Rejected)
		}
		eventually(t, "ledger", "(?m)"+strings.TrimSpace(strings.ReplaceAll(want, " ", " +")), func() string { return ask(t, dir, ledger) })
	}
	expect(1)
	if again := load(); again.Truth.Topics["linli.order"] != first.Truth.Topics["linli.order"] || again.Truth.SoldFen != first.Truth.SoldFen {
		t.Errorf("the second time another truth: %+v, then %+v", first.Truth, again.Truth)
	}
	expect(2)
	from, to := first.Truth.FirstEvent.AddDate(0, 0, -1), first.Truth.LastEvent.AddDate(0, 0, 1)
	if out, err := linli(t.Context(), dir, "run", "daily_facts", "--from", from.Format(time.DateOnly), "--to", to.Format(time.DateOnly)).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := ask(t, dir, "SELECT uniqExact(order_id), sumIf(amount, sold), (SELECT count() > 3 FROM store) FROM fact_order_line")
	if want := fmt.Sprint(first.Truth.Orders, " ", first.Truth.SoldFen, " 1"); !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
		t.Errorf("the facts say %s, want %s", got, want)
	}
}

// ask runs linli query, whatever it says.
func ask(t *testing.T, dir, query string) string {
	t.Helper()
	out, _ := linli(t.Context(), dir, "query", query).CombinedOutput()
	return string(out)
}

func TestSimulateRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"--events is 0":      {"--events", "0"},
		"--duplicate is 1.5": {"--duplicate", "1.5"},
		"--broken is NaN":    {"--broken", "NaN"},
		"--rate is -1":       {"--rate", "-1"},
		"--late-by is -1s":   {"--late-by", "-1s"},
		"in the future":      {"--until", "2099-01-01"},
		"--until is":         {"--until", "soon"},
		"stores must be":     {"--stores", "100000"},
		"must not be neg":    {"--days", "-1"},
	} {
		dir := t.TempDir()
		cmd := linli(t.Context(), dir, append([]string{"simulate"}, args...)...)
		out, err := cmd.CombinedOutput()
		if text := strings.TrimSpace(string(out)); err == nil || !strings.Contains(text, want) || strings.Contains(text, "\n") {
			t.Errorf("%v: %v %s", args, err, text)
		}
	}
}
