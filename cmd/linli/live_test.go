package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// TestDoorsWhileItRuns: any Kafka client, the collector and SQL work beside the pages, and Ctrl-C ends it in order.
func TestDoorsWhileItRuns(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	dir, _ := smallDemo(t)
	cmd := linli(ctx, dir, "demo", "--small", "--dir", dir)
	said := started(t, cmd)
	find := func(pattern string) string {
		m := regexp.MustCompile(pattern).FindStringSubmatch(said)
		if m == nil {
			t.Fatalf("%s is not in\n%s", pattern, said)
		}
		return m[1]
	}
	kafka, engine, collector := find(`kcat -b (\S+)`), find(`curl '(http\S+)'`), find(`curl (http\S+/v1/events)`)
	manager := find(`(?s)management\n\s+(http\S+)`)
	now := time.Now().UTC()
	click := func(id string) []byte {
		c := &event.Click{Head: event.Head{ID: id, Time: now, UserID: "me", StoreID: "s01", CommunityID: "c1"}, Action: "view", ProductID: "p1"}
		return c.AppendJSON(nil)
	}
	before := liveTotal(t, manager)
	p := topic.Cluster{Brokers: []string{kafka}}.NewProducer()
	defer func() { _ = p.Close() }()
	if err := p.Send(ctx, event.TopicClick, []topic.Message{{Key: []byte("me"), Value: click("by-kafka")}, {Value: []byte(`{"broken`)}}); err != nil {
		t.Fatal(err)
	}
	if got := post(t, collector, "["+string(click("by-http"))+`,{"type":"click"}]`); !strings.Contains(got, `"accepted":1`) || !strings.Contains(got, "missing_field") {
		t.Errorf("collector answered %s", got)
	}
	within := func(d time.Duration, what string, holds func() bool) {
		t.Helper()
		for end := time.Now().Add(d); !holds(); time.Sleep(100 * time.Millisecond) {
			if time.Now().After(end) {
				t.Errorf("not after %v: %s", d, what)
				return
			}
		}
	}
	within(5*time.Second, "the management page counts the two clicks", func() bool { return liveTotal(t, manager) >= before+2 })
	within(5*time.Second, "SQL finds both clicks", func() bool {
		return post(t, engine, "SELECT count() FROM click WHERE event_id IN ('by-kafka', 'by-http')") == "2\n"
	})
	within(10*time.Second, "both broken messages are dead letters with their reasons", func() bool {
		return post(t, engine, "SELECT reason FROM dead_letter FINAL ORDER BY reason") == "bad_json\nmissing_field\n"
	})
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("Ctrl-C: %v", err)
	}
}

func post(t *testing.T, url, body string) string {
	t.Helper()
	resp, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// liveTotal reads the count of stored events from the management page's live block.
func liveTotal(t *testing.T, link string) int64 {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	resp, err := client.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	resp, err = client.Get(fmt.Sprintf("http://%s/live.json", resp.Request.URL.Host))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var live struct {
		Total struct {
			Consumed int64 `json:"consumed"`
		} `json:"total"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&live); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("live.json: %d %v", resp.StatusCode, err)
	}
	return live.Total.Consumed
}
