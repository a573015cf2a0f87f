package apache

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

//go:embed pom.xml
var pom []byte

//go:embed checksums.txt
var checksums string

// copyJars is pinned, as the jars are: another version of the plugin may want another Maven.
const copyJars = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

// Fetch puts the jars of Kafka into dir, unless they are there, and gives the folder. With KAFKA_HOME set it fetches nothing
// and takes the jars of that installation.
func Fetch(ctx context.Context, dir string) (libs string, err error) {
	if err := checkJava(ctx); err != nil {
		return "", err
	}
	if home := os.Getenv("KAFKA_HOME"); home != "" {
		libs = filepath.Join(home, "libs")
		if found, _ := filepath.Glob(filepath.Join(libs, "kafka-server-4.*.jar")); len(found) == 0 {
			return "", fmt.Errorf("KAFKA_HOME=%s holds no Apache Kafka 4: set it to the unpacked folder, or unset it", home)
		}
		return libs, nil
	}
	libs = filepath.Join(dir, "libs")
	if verify(libs) == nil {
		return libs, nil
	}
	if _, err := exec.LookPath("mvn"); err != nil {
		return "", errors.New("mvn is missing: install Maven, which fetches Apache Kafka (Debian and Ubuntu: apt-get install maven), " +
			"or set KAFKA_HOME to the folder of a Kafka 4 that you have")
	}
	if err := errors.Join(os.RemoveAll(libs), os.MkdirAll(dir, 0o750)); err != nil {
		return "", err
	}
	file := filepath.Join(dir, "pom.xml")
	if err := os.WriteFile(file, pom, 0o600); err != nil {
		return "", err
	}
	// A copy beside, then a rename: a fetch that was cut off leaves nothing that looks whole.
	part := libs + ".part"
	if err := os.RemoveAll(part); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "mvn", "-q", "-B", "-f", file, copyJars, "-DincludeScope=runtime", "-DoutputDirectory="+part)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("mvn could not fetch Apache Kafka: %w: %s", err, lastLines(out))
	}
	if err := verify(part); err != nil {
		return "", fmt.Errorf("what mvn fetched is not what checksums.txt pins: %w", err)
	}
	return libs, os.Rename(part, libs)
}

// checkJava wants a Java that runs Kafka 4.
func checkJava(ctx context.Context) error {
	const remedy = "install a Java runtime, version 17 or newer (Debian and Ubuntu: apt-get install default-jre-headless)"
	out, err := exec.CommandContext(ctx, "java", "-version").CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("java is missing: " + remedy)
	} else if err != nil {
		return fmt.Errorf("java -version: %w: %s", err, remedy)
	}
	major := regexp.MustCompile(`version "(\d+)`).FindSubmatch(out)
	if major == nil {
		return nil // one that words it otherwise: Kafka will say
	}
	if n, _ := strconv.Atoi(string(major[1])); n < 17 {
		return fmt.Errorf("java is version %d, Kafka 4 needs 17: %s", n, remedy)
	}
	return nil
}

// verify compares the jars with the pinned checksums: all of them, and no others.
func verify(libs string) error {
	there, err := os.ReadDir(libs)
	if err != nil {
		return err
	}
	pinned := 0
	for line := range strings.Lines(checksums) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		pinned++
		got, err := sum(filepath.Join(libs, name))
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%s has the checksum %s, want %s", name, got, want)
		}
	}
	if len(there) != pinned {
		return fmt.Errorf("%s holds %d files, want %d", libs, len(there), pinned)
	}
	return nil
}

func sum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// lastLines is the end of a program's output as one line.
func lastLines(out []byte) string {
	var lines []string
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		if text := strings.TrimSpace(s.Text()); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines[max(0, len(lines)-3):], " · ")
}
