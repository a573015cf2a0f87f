// Package dead is what an operator does with refused messages: list them by reason, look at one, and send them again
// through the ordinary door, unchanged after a fix of the receiver or mended.
//
// A dead letter is called by the coordinates of the message that was refused, linli.order/2/77: topic, partition and offset.
// One that the collector refused never had any, and goes by its own place in linli.dead. The table dead_letter holds its
// beginning, Kafka the whole of it, as long as it keeps it. What was sent again is noted in dead_replay; sending it twice
// doubles nothing, since event ids count once.
package dead

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/sql"
)

// Letter is a refused message.
type Letter struct {
	Topic      string    `ch:"topic" json:"topic"`
	Partition  int32     `ch:"partition" json:"partition"`
	Offset     int64     `ch:"offset" json:"offset"`
	Reason     string    `ch:"reason" json:"reason"`
	Detail     string    `ch:"detail" json:"detail"`
	Key        string    `ch:"key" json:"key"`
	Value      string    `ch:"value" json:"value"`
	RejectedAt time.Time `ch:"rejected_at" json:"rejected_at"`
	ReplayedAt time.Time `ch:"replayed_at" json:"replayed_at,omitzero"` // the zero time until it is sent again
}

// tableBytes is where the table cuts a message.
const tableBytes = 64 << 10

// Coordinate is how the letter is called.
func (l *Letter) Coordinate() string {
	return fmt.Sprintf("%s/%d/%d", l.Topic, l.Partition, l.Offset)
}

// Cut says whether the table may hold only the beginning.
func (l *Letter) Cut() bool { return len(l.Value) >= tableBytes }

// Replayed says whether it was sent again.
func (l *Letter) Replayed() bool { return !l.ReplayedAt.IsZero() }

// never is how ClickHouse writes no time.
func (l *Letter) tidy() {
	if l.ReplayedAt.Unix() == 0 {
		l.ReplayedAt = time.Time{}
	}
}

// ParseCoordinate reads linli.order/2/77.
func ParseCoordinate(s string) (topic string, partition int32, offset int64, err error) {
	parts := strings.Split(s, "/")
	if len(parts) == 3 && parts[0] != "" {
		p, err1 := strconv.ParseInt(parts[1], 10, 32)
		o, err2 := strconv.ParseInt(parts[2], 10, 64)
		if err1 == nil && err2 == nil && p >= 0 && o >= 0 {
			return parts[0], int32(p), o, nil
		}
	}
	return "", 0, 0, fmt.Errorf("%q is no place of a dead letter: give topic/partition/offset, such as linli.order/2/77; `linli dead list --limit 20` shows them", s)
}

// Group is how many messages of a topic were refused for one reason.
type Group struct {
	Reason  string    `ch:"reason" json:"reason"`
	Topic   string    `ch:"topic" json:"topic"`
	Letters uint64    `ch:"letters" json:"letters"`
	Open    uint64    `ch:"open" json:"open"` // not sent again yet
	First   time.Time `ch:"first" json:"first"`
	Last    time.Time `ch:"last" json:"last"`
}

// Groups counts all dead letters.
func Groups(ctx context.Context, db *sql.DB) (groups []Group, err error) {
	return groups, db.Select(ctx, &groups, "ingest/dead_groups", nil)
}

// Filter chooses letters; the zero value takes all that are open.
type Filter struct {
	Reason, Topic string
	Since         time.Time
	Replayed      bool // those that were sent again too
}

// Newest gives the newest letters, open or not, each with the first bytes of its message.
func Newest(ctx context.Context, db *sql.DB, f Filter, limit, bytes int) (letters []Letter, err error) {
	p := f.params()
	p["limit"], p["bytes"] = limit, bytes
	err = db.Select(ctx, &letters, "ingest/dead_newest", p)
	for i := range letters {
		letters[i].tidy()
	}
	return letters, err
}

func (f Filter) params() sql.Params {
	return sql.Params{"reason": f.Reason, "topic": f.Topic, "since": f.Since}
}

// Find gives the letter at the coordinates.
func Find(ctx context.Context, db *sql.DB, coordinate string) (l Letter, err error) {
	topic, partition, offset, err := ParseCoordinate(coordinate)
	if err != nil {
		return l, err
	}
	found, err := db.Get(ctx, &l, "ingest/dead_one", sql.Params{"topic": topic, "partition": partition, "offset": offset})
	if err == nil && !found {
		err = fmt.Errorf("no dead letter at %s: `linli dead list --limit 20` shows which there are", coordinate)
	}
	l.tidy()
	return l, err
}

const pageLetters = 200 // of 64 KiB at most in memory at a time

// Each calls f with the letters that fit, some at a time, in the order of their coordinates; at most limit, 0 is all. Letters
// that come meanwhile are left out, among them those that f sends again and that are refused again.
func Each(ctx context.Context, db *sql.DB, filter Filter, limit int, f func([]Letter) error) error {
	p := filter.params()
	p["replayed"], p["until"] = filter.Replayed, time.Now()
	p["after_topic"], p["after_partition"], p["after_offset"] = "", int32(-1), int64(-1)
	for done := 0; limit == 0 || done < limit; {
		n := pageLetters
		if limit > 0 {
			n = min(n, limit-done)
		}
		p["limit"] = n
		var page []Letter
		if err := db.Select(ctx, &page, "ingest/dead_page", p); err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		for i := range page {
			page[i].tidy()
		}
		if err := f(page); err != nil {
			return err
		}
		last := page[len(page)-1]
		p["after_topic"], p["after_partition"], p["after_offset"] = last.Topic, last.Partition, last.Offset
		done += len(page)
	}
	return nil
}
