package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/sql/sqltest"
)

func evalLinliOf(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := linli(ctx, t.TempDir(), append([]string{"eval"}, args...)...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// TestLeadersOfAWorld takes a small world through the raw tables and the jobs.
func TestLeadersOfAWorld(t *testing.T) {
	db := sqltest.Open(t)
	cfg := simulate.Small()
	cfg.Days, cfg.CommunitiesPerStore = 16, 3
	rows, err := leadersOf(t.Context(), db, cfg, newProgress(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	s := scoreLeaders(rows, 5)
	if s.Sharers < 15 || s.Incremental.Mean < .4 || s.Brought < .6*s.True || s.Brought > 1.4*s.True || s.Inside < .6 {
		t.Errorf("%+v", s)
	}
	var b strings.Builder
	if err := (&evalLeaders{least: []float64{1, 1e9}}).tell(&b, rows); err != nil || !strings.Contains(b.String(), ">= 1 ") || strings.Contains(b.String(), "e+09") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if err := (&evalLeaders{least: []float64{1e9}}).tell(&b, rows); err == nil {
		t.Error("a table of nobody")
	}
}

// TestFraudIsFound plants people who cheat in a world of two months, and looks for them.
func TestFraudIsFound(t *testing.T) {
	db := sqltest.Open(t)
	cfg := simulate.Small()
	cfg.Seed, cfg.Days, cfg.Stores, cfg.CommunitiesPerStore, cfg.Fraud = 5, 56, 3, 3, true
	rows, err := leadersOf(t.Context(), db, cfg, newProgress(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := fraudCases(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	scores := scoreFraud(cases)
	all := scores[len(scores)-1]
	if all.Planted != 6 || all.Found < 5 || all.False > 1 {
		t.Errorf("%+v", scores)
	}
	var b strings.Builder
	if err := (&evalLeaders{least: []float64{1}, fraud: true, cases: cases}).tell(&b, rows); err != nil || !strings.Contains(b.String(), "self_referral") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if err := tellFraud(&b, nil); err == nil {
		t.Error("a table of nobody")
	}
}

func TestEvalLeadersRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"give --world SEED as well":       {"leaders", "--small"},
		"--fraud is planted":              {"leaders", "--fraud"},
		"no board of leaders":             {"leaders"},
		"--groups FILE and --failed FILE": {"groups"},
		"no such file":                    {"groups", "--groups", "nowhere", "--failed", "nowhere"},
		"--threads must not be negative":  {"groups", "--groups", "a", "--failed", "b", "--threads", "-1"},
	} {
		if out, errs, code := evalLinliOf(t, args...); code == 0 || !strings.Contains(errs, want) || out != "" {
			t.Errorf("%v: exit code %d\n%s%s", args, code, out, errs)
		}
	}
}

func TestEvalGroups(t *testing.T) {
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 1))
	var won, lost strings.Builder
	for a := range 1500 {
		item := rng.IntN(20)
		if rng.IntN(20) < item {
			fmt.Fprintf(&won, "u%d\ti%d\tu%d\n", a, item, a^1)
		} else {
			fmt.Fprintf(&lost, "u%d\ti%d\n", a, item)
		}
	}
	groups, failed := filepath.Join(dir, "won.tsv"), filepath.Join(dir, "lost.txt.gz")
	file, err := os.Create(failed)
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(file)
	if _, err := z.Write([]byte(lost.String())); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("won.tsv", won.String())
	out, errs, code := evalLinliOf(t, "groups", "--groups", groups, "--failed", failed)
	if code != 0 || !strings.Contains(out, "past counts of the item") || !strings.Contains(out, "split by line") || !strings.Contains(out, "peak memory") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	first, _, _ := evalLinliOf(t, "groups", "--groups", groups, "--failed", failed, "--json")
	again, _, _ := evalLinliOf(t, "groups", "--groups", groups, "--failed", failed, "--json", "--threads", "3")
	if first == "" || first != again {
		t.Error("another number of threads, other numbers")
	}
	for want, text := range map[string]string{"line 2 has one field": "a b c\nd\n", "line 1 has nobody who joined": "a b\n", "holds no line": "", "at least 50 of each": "a b c\n"} {
		if _, errs, code := evalLinliOf(t, "groups", "--groups", write("bad.tsv", text), "--failed", failed); code == 0 || !strings.Contains(errs, want) {
			t.Errorf("%q: exit code %d, %s", text, code, errs)
		}
	}
	if _, errs, code := evalLinliOf(t, "groups", "--groups", groups, "--failed", groups); code == 0 || !strings.Contains(errs, "belong into --groups") {
		t.Errorf("exit code %d, %s", code, errs)
	}
}
