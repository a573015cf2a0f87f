package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// dump runs `config dump`.
func dump(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	cmd := root()
	cmd.SetOut(&out)
	cmd.SetArgs(append([]string{"config", "dump"}, args...))
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestDumpLoadsAgain: what `config dump` prints is a configuration file with the same meaning.
func TestDumpLoadsAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("LINLI_KAFKA_BROKERS", "k1:9092,k2:9092")
	t.Setenv("LINLI_TIMEZONE", "America/New_York")
	g := shared{}
	want, err := g.load()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "linli.yaml")
	if err := os.WriteFile(file, []byte(dump(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"LINLI_KAFKA_BROKERS", "LINLI_TIMEZONE"} {
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	g.configFile = file
	got, err := g.load()
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, want)
	}
	g.dir = "elsewhere"
	if c, err := g.load(); err != nil || c.ClickHouse.DSN != "embedded:elsewhere/clickhouse" || c.Kafka.Dir != "elsewhere/kafka" {
		t.Errorf("--dir does not move the data: %+v, %v", c, err)
	}
}

// TestDumpMasksSecrets: no secret is printed, and the mask is not taken for one.
func TestDumpMasksSecrets(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("LINLI_COLLECTOR_KEYS", "topsecret-1")
	t.Setenv("LINLI_WEB_SECRET", "topsecret-2-and-long")
	t.Setenv("LINLI_CLICKHOUSE_DSN", "http://default:topsecret-3@127.0.0.1:8123/linli")
	text := dump(t)
	if strings.Contains(text, "topsecret") || strings.Count(text, masked) != 3 {
		t.Errorf("secrets are not masked:\n%s", text)
	}
	for _, name := range []string{"LINLI_COLLECTOR_KEYS", "LINLI_WEB_SECRET", "LINLI_CLICKHOUSE_DSN"} {
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile("linli.yaml", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (&shared{}).load(); err == nil || !strings.Contains(err.Error(), masked) {
		t.Errorf("a masked configuration is taken: %v", err)
	}
}

// TestFileWithoutSettings: a file that says nothing changes nothing; a section that is named and left empty is refused.
func TestFileWithoutSettings(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "{}\n"} {
		c := defaults()
		if err := parse([]byte(text), &c); err != nil || !reflect.DeepEqual(c, defaults()) {
			t.Errorf("%q: %v, %+v", text, err, c)
		}
	}
	c := defaults()
	if err := parse([]byte("dir: x\nweb:\n"), &c); err == nil || !strings.Contains(err.Error(), "web: has no value") {
		t.Errorf("an empty section: %v", err)
	}
	if err := parse([]byte("nonsense: 1\n"), &c); err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("an unknown key: %v", err)
	}
}
