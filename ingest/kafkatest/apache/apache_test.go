package apache

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// programs makes a PATH that holds just these shell scripts.
func programs(t *testing.T, scripts map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("KAFKA_HOME", "")
}

func TestFetchSaysWhatIsMissing(t *testing.T) {
	const java = `echo 'openjdk version "17.0.15" 2025-04-15' >&2`
	for _, test := range []struct {
		name, want string
		scripts    map[string]string
		home       string
	}{
		{"no java", "java is missing: install a Java runtime, version 17", nil, ""},
		{"an old java", "java is version 11, Kafka 4 needs 17", map[string]string{"java": `echo 'openjdk version "11.0.2" 2019-01-15' >&2`}, ""},
		{"the oldest way to count", "java is version 1, Kafka 4 needs 17", map[string]string{"java": `echo 'java version "1.8.0_292"' >&2`}, ""},
		{"a java that fails", "install a Java runtime", map[string]string{"java": "exit 3"}, ""},
		{"no maven", "mvn is missing: install Maven", map[string]string{"java": java}, ""},
		{"maven without a network", "mvn could not fetch Apache Kafka: exit status 1: no network", map[string]string{"java": java, "mvn": "echo no network; exit 1"}, ""},
		{"other jars", "not what checksums.txt pins", map[string]string{"java": java, "mvn": `for a; do case $a in -DoutputDirectory=*) /bin/mkdir -p "${a#*=}";; esac; done`}, ""},
		{"no Kafka there", "holds no Apache Kafka 4", map[string]string{"java": java}, "/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			programs(t, test.scripts)
			t.Setenv("KAFKA_HOME", test.home)
			dir := t.TempDir()
			libs, err := Fetch(t.Context(), dir)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v, want %q in one line", err, test.want)
			}
			if _, statErr := os.Stat(filepath.Join(dir, "libs")); libs != "" || statErr == nil {
				t.Error("a failed fetch leaves jars that look whole")
			}
		})
	}
}

func TestKafkaHome(t *testing.T) {
	programs(t, map[string]string{"java": `echo 'openjdk version "21" 2023-09-19' >&2`})
	home := t.TempDir()
	if err := os.MkdirAll(filepath.Join(home, "libs"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "libs", "kafka-server-4.1.0.jar"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KAFKA_HOME", home)
	if libs, err := Fetch(t.Context(), t.TempDir()); err != nil || libs != filepath.Join(home, "libs") {
		t.Errorf("%q, %v", libs, err)
	}
}

// TestStrangersAreLeftAlone: a number in an old file may be another program's by now.
func TestStrangersAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "1"), 0o750); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "1", "pid")
	if err := os.WriteFile(file, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := Stop(dir, 0); n != 0 || err != nil {
		t.Errorf("stopped %d: %v", n, err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the file of a broker that is gone stays")
	}
}
