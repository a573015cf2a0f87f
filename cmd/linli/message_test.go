package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const messageYAML = `
web: {public_url: "https://linli.example"}
message:
  at: "06:30"
  webhook: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=topsecret-1
  stores:
    s01: {webhook: "https://robot.example/topsecret-2", lang: en}
    s02: {webhook: "env:ROBOT_S02", email: [wang@example.com]}
    s03: {off: true}
  smtp: {host: smtp.example.com, user: linli, password: "file:smtp", from: "邻里 <linli@example.com>"}
`

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestMessageConfiguration: secrets come from the file, the environment or a file of their own, and are not dumped.
func TestMessageConfiguration(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "linli.yaml", messageYAML)
	write(t, "smtp", "topsecret-4\n")
	t.Setenv("ROBOT_S02", "https://robot.example/topsecret-3")
	c, err := (&shared{}).load()
	if err != nil {
		t.Fatal(err)
	}
	o, err := c.messages()
	if err != nil {
		t.Fatal(err)
	}
	hour, minute, on := c.Message.time()
	if d := o.Directory; o.Server.Password != "topsecret-4" || d.Stores["s02"].Webhook != "https://robot.example/topsecret-3" || len(d.Of("s02")) != 2 || len(d.Of("s03")) != 0 ||
		len(d.Of("s99")) != 1 || d.Of("s01")[0].Lang != "en" || hour != 6 || minute != 30 || !on {
		t.Errorf("%v %v %v %d:%d", d.Of("s01"), d.Of("s02"), d.Of("s99"), hour, minute)
	}
	text := dump(t)
	if strings.Contains(text, "topsecret") || strings.Count(text, masked) != 2 || !strings.Contains(text, "env:ROBOT_S02") || !strings.Contains(text, "file:smtp") {
		t.Errorf("dumped:\n%s", text)
	}
	if c, err = (&shared{}).load(); err != nil || c.Message.Stores["s01"].Webhook == masked {
		t.Errorf("the dump changed the configuration: %v", err)
	}
	write(t, "linli.yaml", text)
	if _, err := (&shared{}).load(); err == nil || !strings.Contains(err.Error(), masked) {
		t.Errorf("a masked configuration is taken: %v", err)
	}
	if err := os.Remove("linli.yaml"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LINLI_MESSAGE_WEBHOOK", "https://robot.example/topsecret-5")
	t.Setenv("LINLI_MESSAGE_SMTP_PASSWORD", "topsecret-6")
	if c, err := (&shared{}).load(); err != nil || !strings.HasSuffix(c.Message.Webhook, "-5") || !strings.HasSuffix(c.Message.SMTP.Password, "-6") || strings.Contains(dump(t), "topsecret") {
		t.Errorf("from the environment: %v", err)
	}
}

func TestMessageConfigurationRefuses(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "empty", " \n")
	for text, want := range map[string]string{
		`{at: "7 o'clock"}`:                             "message.at",
		`{lang: fr}`:                                    "message.lang",
		`{webhook: "ftp://x/topsecret"}`:                "message.webhook",
		`{webhook: "env:LINLI_TEST_NOBODY_SET_THIS"}`:   "LINLI_TEST_NOBODY_SET_THIS",
		`{webhook: "file:nowhere"}`:                     "message.webhook",
		`{webhook: "file:empty"}`:                       "is empty",
		`{email: [wang@example.com]}`:                   "message.smtp.host",
		`{stores: {s01: {email: [topsecret]}}}`:         "message.stores.s01.email",
		`{stores: {s01: {webhook: "https:topsecret"}}}`: "message.stores.s01.webhook",
	} {
		write(t, "linli.yaml", "message: "+text+"\n")
		c, err := (&shared{}).load()
		if err == nil {
			_, err = c.messages()
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	for _, args := range [][]string{{"--lang", "fr"}, {"--channel", "fax"}, {"--again"}, {}} {
		cmd := root()
		cmd.SetArgs(append([]string{"message", "--dir", filepath.Join(t.TempDir(), "none"), "--store", "s01"}, args...))
		if err := cmd.Execute(); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}

func TestLateStart(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	for hour, want := range map[int]bool{6: false, 8: true, 11: true, 13: false, 23: false} {
		now := time.Date(2026, 11, 22, hour, 30, 0, 0, zone)
		if got := late(now.UTC(), planned(now.UTC(), zone, 7, 0)); got != want {
			t.Errorf("%d:30: %v", hour, got)
		}
	}
}
