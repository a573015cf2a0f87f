// Package scenario brings a whole world into an empty installation: master data into its tables, events through Kafka by
// the same door as live ones, then a live trickle as time goes by.
//
// There are two worlds. "simulated" is a community chain whose truth is known (package simulate); "completejourney" is a
// year of real orders (package journey). One installation holds one world, and table setting says which, so that every
// page can say it too. Loading may be killed at any moment and started again: events have fixed ids, so nothing doubles.
//
// Load tests are apart from both: Produce sends a stream at full speed, and ClaimLoadTest keeps it off other worlds.
package scenario

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// Names of the worlds.
const (
	Simulated = "simulated"
	Journey   = "completejourney"
)

// Names lists the worlds.
var Names = []string{Simulated, Journey}

// Target is where a world goes.
type Target struct {
	DB       *sql.DB
	Producer *topic.Producer
	Log      *slog.Logger
	Tell     func(done, total int64) // progress in events; nil is silent
}

// World is one of the two.
type World interface {
	// Load brings everything up to now; it may be repeated. It returns the number of events sent.
	Load(ctx context.Context, t Target) (int64, error)
	// LastDay is the newest business day that has closed, by which jobs run.
	LastDay(now time.Time) time.Time
	// Live sends what happens from now on until ctx ends; a world of the past has nothing to send.
	Live(ctx context.Context, t Target) error
}

// Options of a world that is new; one that the installation holds goes on as it began.
type Options struct {
	Seed  uint64
	Small bool // two stores and ten days instead of twelve and eight weeks
}

// Open gives the world of that name in the installation: the one it holds, or a new one beginning with today. loaded says
// whether it has been brought in whole before.
func Open(ctx context.Context, db *sql.DB, name string, o Options, now time.Time) (w World, loaded bool, err error) {
	have, err := readSettings(ctx, db)
	if err != nil {
		return nil, false, err
	}
	if held := have["world"]; held != "" && held != name {
		return nil, false, fmt.Errorf("this data folder holds the world %q, not %q: choose another folder with --dir", held, name)
	}
	loaded = have["loaded"] == "1"
	if have["world"] == "" {
		if err := empty(ctx, db, "a demo would mix its world into them"); err != nil {
			return nil, false, err
		}
	}
	switch name {
	case Simulated:
		w, err := openSimulated(have, o, now)
		return w, loaded, err
	case Journey:
		w, err := openJourney(have)
		return w, loaded, err
	}
	return nil, false, fmt.Errorf("no scenario %q: there are %s", name, strings.Join(Names, ", "))
}

// empty refuses to pour an invented world over events that are there: they would never come apart again.
func empty(ctx context.Context, db *sql.DB, harm string) error {
	var events uint64
	if _, err := db.Get(ctx, &events, "ingest/any_events", nil); err != nil {
		return fmt.Errorf("look for events that are there: %w", err)
	}
	if events > 0 {
		return fmt.Errorf("this installation holds %d events of its own, and %s: choose another folder with --dir, without a clickhouse.dsn", events, harm)
	}
	return nil
}

type settingRow struct {
	Name      string    `ch:"name"`
	Value     string    `ch:"value"`
	UpdatedAt time.Time `ch:"updated_at"`
}

func readSettings(ctx context.Context, db *sql.DB) (map[string]string, error) {
	var rows []settingRow
	if err := db.Select(ctx, &rows, "ingest/settings", nil); err != nil {
		return nil, fmt.Errorf("read which world is loaded: %w", err)
	}
	out := map[string]string{}
	for _, r := range rows {
		out[r.Name] = r.Value
	}
	return out, nil
}

// set writes name, value pairs.
func (t Target) set(ctx context.Context, pairs ...string) error {
	rows := make([]settingRow, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		rows = append(rows, settingRow{pairs[i], pairs[i+1], time.Now()})
	}
	if err := t.DB.Insert(ctx, "setting", rows, ""); err != nil {
		return fmt.Errorf("write which world is loaded: %w", err)
	}
	return nil
}

func (t Target) tell(done, total int64) {
	if t.Tell != nil {
		t.Tell(done, total)
	}
}
