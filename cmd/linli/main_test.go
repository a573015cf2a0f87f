package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be linli itself, so that the tests run the real program without building it again.
func TestMain(m *testing.M) {
	if os.Getenv("LINLI_TEST_AS_PROGRAM") != "" {
		main()
		return
	}
	code := m.Run()
	if err := os.RemoveAll(small.dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// small is a data folder in which the small demo has run, and what that said, for the tests that start from there.
var small struct {
	sync.Mutex
	dir  string
	said summary
}

// smallDemo gives a copy of it.
func smallDemo(t *testing.T) (dir string, said summary) {
	t.Helper()
	small.Lock()
	defer small.Unlock()
	if small.dir == "" {
		dir, err := os.MkdirTemp("", "linli-demo-")
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if small.dir == "" { // the demo has failed
				_ = os.RemoveAll(dir)
			}
		}()
		small.said = once(t, dir, "--small")
		small.dir = dir
	}
	dir = filepath.Join(t.TempDir(), "copy")
	if err := copyTree(small.dir, dir); err != nil {
		t.Fatal(err)
	}
	return dir, small.said
}

// linli prepares the program with free ports and a data folder of its own.
func linli(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), "LINLI_TEST_AS_PROGRAM=1", "LINLI_WEB_LISTEN=127.0.0.1:0", "LINLI_KAFKA_LISTEN=127.0.0.1:0",
		"LINLI_CLICKHOUSE_HTTP=127.0.0.1:0", "LINLI_DIR="+dir)
	return cmd
}

// once runs `demo --once` and gives its summary.
func once(t *testing.T, dir string, args ...string) summary {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	cmd := linli(ctx, dir, append([]string{"demo", "--once", "--dir", dir}, args...)...)
	var log strings.Builder
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var s summary
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &s); err != nil {
		t.Fatalf("last line is no summary: %v\n%s", err, out)
	}
	for name, c := range s.Events {
		if c.Consumed != c.Stored+c.Duplicate+c.Rejected {
			t.Errorf("%s: %+v does not add up", name, c)
		}
	}
	for _, p := range s.Pages {
		if p.Status != 200 || p.Bytes == 0 {
			t.Errorf("page %+v", p)
		}
	}
	return s
}

func TestDemoOnce(t *testing.T) {
	dir, first := smallDemo(t)
	for _, name := range []string{"click", "order", "share"} {
		if first.Events[name].Stored < 100 {
			t.Errorf("%s: %+v, want more", name, first.Events[name])
		}
	}
	if first.Lines < 1000 || first.RevenueFen < 1_000_000 || len(first.Pages) < 30 {
		t.Errorf("%d lines, %d fen, %d pages", first.Lines, first.RevenueFen, len(first.Pages))
	}
	ran := map[string]bool{}
	for _, j := range first.Jobs {
		ran[j.Name] = ran[j.Name] || j.Status == "ok" && j.Rows > 0
	}
	for _, name := range []string{"daily_facts", "profile", "recommend", "forecast", "demand_outlook", "order_sheet", "forecast_score"} {
		if !ran[name] {
			t.Errorf("job %s published nothing", name)
		}
	}
	again := once(t, dir, "--small")
	for name, c := range again.Events { // a little time has passed in the world, too
		if more := c.Stored - first.Events[name].Stored; more > 1000 || c.Duplicate != 0 {
			t.Errorf("%s doubled: %+v, then %+v", name, first.Events[name], c)
		}
	}
}

// TestKilledLoad kills the program at several moments of a load; at the end the totals are those of the file.
func TestKilledLoad(t *testing.T) {
	dir := t.TempDir()
	for _, after := range []int{500, 800, 1100, 1500, 2200, 3500} {
		cmd := linli(t.Context(), dir, "demo", "--once", "--scenario", "completejourney", "--dir", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(after) * time.Millisecond)
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait()
	}
	s := once(t, dir, "--scenario", "completejourney")
	if o := s.Events["order"]; o.Stored != 47_243 || o.Rejected != 0 {
		t.Errorf("orders %+v, want 47,243 stored", o)
	}
	if s.Lines != 75_000 || s.Revenue != "233935.24" {
		t.Errorf("%d lines, revenue %s; want 75,000 and 233935.24", s.Lines, s.Revenue)
	}
}

// TestClearErrors: each mistake gets one line that says what to do, and a non-zero exit.
func TestClearErrors(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() }) // after the parallel subtests
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	config := filepath.Join(dir, "linli.yaml")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.WriteFile(config, []byte("web:\n  lisen: x\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	port := "LINLI_WEB_LISTEN=" + taken.Addr().String()
	for name, c := range map[string]struct {
		args []string
		env  string
		want string
	}{
		"taken web port":       {[]string{"demo"}, port, "web.listen"},
		"taken Kafka port":     {[]string{"serve"}, strings.Replace(port, "WEB", "KAFKA", 1), "kafka.listen"},
		"taken SQL port":       {[]string{"serve"}, "LINLI_CLICKHOUSE_HTTP=" + taken.Addr().String(), "clickhouse.http"},
		"folder is a file":     {[]string{"demo", "--dir", file}, "", "--dir"},
		"unknown key":          {[]string{"serve", "--config", config}, "", "lisen"},
		"no such config":       {[]string{"serve", "--config", file + "x"}, "", "no such file"},
		"unknown time zone":    {[]string{"serve"}, "LINLI_TIMEZONE=Asia/Atlantis", "Asia/Shanghai"},
		"wrong number":         {[]string{"serve"}, "LINLI_KAFKA_PARTITIONS=many", "LINLI_KAFKA_PARTITIONS"},
		"wrong DSN":            {[]string{"jobs"}, "LINLI_CLICKHOUSE_DSN=mysql://x", "embedded:DIR"},
		"no ClickHouse there":  {[]string{"jobs"}, "LINLI_CLICKHOUSE_DSN=http://127.0.0.1:1/linli", "127.0.0.1:1"},
		"no Kafka there":       {[]string{"serve"}, "LINLI_KAFKA_BROKERS=127.0.0.1:1", "kafka.brokers"},
		"unknown job":          {[]string{"run", "forcast"}, "", "forecast"},
		"reversed range":       {[]string{"run", "forecast", "--from", "2026-11-02", "--to", "2026-11-01"}, "", "2026-11-02"},
		"a day to come":        {[]string{"run", "forecast", "--date", "2126-01-01"}, "", "after today"},
		"negative limit":       {[]string{"jobs", "--limit", "-1"}, "", "--limit"},
		"no time zone":         {[]string{"jobs"}, "LINLI_TIMEZONE=", "Asia/Shanghai"},
		"no data":              {[]string{"report", "--store", "s01"}, "", "--dir"},
		"no day":               {[]string{"run", "forecast", "--date", "yesterday"}, "", "2026-11-21"},
		"unknown kind":         {[]string{"import", "shops", file}, "", "stores"},
		"empty file":           {[]string{"import", "stores", file}, "", "empty"},
		"unknown event type":   {[]string{"replay", file, "--as", "tap"}, "", "click, order or share"},
		"unknown store":        {[]string{"report", "--store", "nowhere", "--dir", migrated(t)}, "", "nowhere"},
		"unknown format":       {[]string{"report", "--store", "s01", "--format", "pdf", "--dir", migrated(t)}, "", "pdf"},
		"unknown scenario":     {[]string{"demo", "--scenario", "moon"}, "", "completejourney"},
		"unknown command":      {[]string{"sevre"}, "", "sevre"},
		"no libchdb":           {[]string{"migrate", "status"}, "LINLI_CHDB_LIBRARY=" + file + "x", "libchdb"},
		"owner without stores": {[]string{"account", "add", "wang", "--role", "owner"}, "", "store"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			cmd := linli(ctx, t.TempDir(), c.args...)
			cmd.Env = append(cmd.Env, "LINLI_LOG_LEVEL=warn", c.env)
			var text strings.Builder
			cmd.Stderr = &text
			err := cmd.Run()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 1 {
				t.Errorf("ended with %v, want exit code 1", err)
			}
			lines := strings.Split(strings.TrimSpace(text.String()), "\n")
			if last := lines[len(lines)-1]; !strings.HasPrefix(last, "linli: ") || !strings.Contains(last, c.want) {
				t.Errorf("the last line does not name %q:\n%s", c.want, text.String())
			}
			if strings.Contains(text.String(), "goroutine ") || strings.Contains(text.String(), "Usage:") {
				t.Errorf("more than a line was said:\n%s", text.String())
			}
		})
	}
}

// migrated is a data folder with a schema and nothing in it.
func migrated(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := linli(t.Context(), dir, "migrate", "up", "--dir", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// started runs the program until it says that it is ready and gives its output so far.
func started(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for s := bufio.NewScanner(out); s.Scan(); {
		text.WriteString(s.Text() + "\n")
		if strings.HasPrefix(s.Text(), "Ctrl-C") {
			return text.String()
		}
	}
	t.Fatalf("it ended: %v\n%s", cmd.Wait(), text.String())
	return ""
}
