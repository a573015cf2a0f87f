package message

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/words"
)

// TestPace: 300 stores on one robot, at most 20 in any minute, and as fast as that allows.
func TestPace(t *testing.T) {
	p, now, start := newPace(), at(7, 0), at(7, 0)
	var sent []time.Time
	for len(sent) < 300 {
		if wait := p.wait("robot", now); wait > 0 {
			now = now.Add(wait)
			continue
		}
		sent = append(sent, now)
		now = now.Add(200 * time.Millisecond) // of sending
	}
	for i := 20; i < len(sent); i++ {
		if sent[i].Sub(sent[i-20]) <= time.Minute {
			t.Fatalf("message %d follows the 20th before it after %v", i, sent[i].Sub(sent[i-20]))
		}
	}
	if took := now.Sub(start); took > 15*time.Minute {
		t.Errorf("took %v", took)
	}
	p.close("robot", now.Add(time.Hour))
	if p.wait("robot", now) < 59*time.Minute || p.wait("another", now) != 0 {
		t.Error("a lane that was closed is open, or closes others")
	}
}

func TestDirectory(t *testing.T) {
	d := Directory{All: Receivers{Webhook: "https://robot.example/x?key=1", Emails: []string{"boss@example.com"}, Lang: words.English}, Stores: map[string]Receivers{
		"s1": {Emails: []string{"王姐 <wang@example.com>", "wang@example.com", "li@example.com"}, Lang: words.Chinese}, "s2": {Off: true},
	}}
	if err := d.Check(); err != nil || !d.Any() || !d.Mails() {
		t.Fatal(err)
	}
	own, off, other := d.Of("s1"), d.Of("s2"), d.Of("s9")
	if len(own) != 3 || own[1].address != "wang@example.com" || own[0].Lang != words.Chinese || len(off) != 0 || len(other) != 2 || other[1].Lang != words.English {
		t.Errorf("%v %v %v", own, off, other)
	}
	if got := fmt.Sprintf("%#v %s %d", own[1], own[1], own[0]); strings.Contains(got, "wang@") || strings.Contains(got, "key=1") {
		t.Error(got)
	}
	for _, bad := range []Receivers{{Webhook: "ftp://x/?key=secret"}, {Webhook: "https:///send?key=secret"}, {Webhook: "robot?key=secret"}, {Webhook: "http://[secret"}, {Emails: []string{"secret"}}, {Lang: "fr"}} {
		err := Directory{Stores: map[string]Receivers{"s1": bad}}.Check()
		if err == nil || !strings.Contains(err.Error(), "message.stores.s1.") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
