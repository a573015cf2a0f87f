package main

import (
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// TestAudit runs the audit on a stopped installation: exact, then damaged, and when it cannot be made.
func TestAudit(t *testing.T) {
	dir, _ := smallDemo(t)
	run := func(args ...string) (out string, code int) {
		t.Helper()
		text, err := linli(t.Context(), dir, append(args, "--dir", dir)...).Output()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return string(text), exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		return string(text), 0
	}
	out, code := run("audit")
	if code != 0 || !strings.HasSuffix(out, "\naudit: exact\n") || !strings.Contains(out, "fact_click as click events") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	run("query", "DELETE FROM click WHERE event_id = (SELECT min(event_id) FROM click)")
	if out, code = run("audit"); code != 1 || !strings.HasSuffix(out, "\naudit: 3 differences\n") {
		t.Errorf("a lost click: exit code %d\n%s", code, out)
	}
	out, code = run("audit", "--json", "--offline", "--topic", "linli.click")
	var found struct {
		Exact       bool
		Differences int
		Checks      []struct{ Check, Where, Verdict string }
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil || code != 1 || found.Exact || found.Differences != 2 || len(found.Checks) < 9 {
		t.Errorf("exit code %d, %v\n%s", code, err, out)
	}
	for _, args := range [][]string{{"--topic", "linli.nosuch"}, {"--from", "yesterday"}, {"--from", "2026-11-02", "--to", "2026-11-01"}, {"--nosuch"}, {"more"}} {
		if out, code := run(append([]string{"audit"}, args...)...); code != 2 || out != "" {
			t.Errorf("audit %v: exit code %d, %q", args, code, out)
		}
	}
}
